-- How people prove who they are: passwords, passkeys, the challenges of passkeys, and sessions.

-- hash is argon2's own text form (PHC), which names its parameters. A browser that signed in before changed_at or browsers_forgotten_at is a
-- stranger again.
create table people.password (
  person_id uuid primary key references people.person,
  hash text not null,
  changed_at timestamptz not null,
  browsers_forgotten_at timestamptz
);

-- credential_id is base64url and at most 1023 bytes (WebAuthn §4). counter is the last one seen (§6.1.1).
create table people.passkey (
  id uuid primary key,
  credential_id text not null unique check (length(credential_id) between 1 and 1400),
  person_id uuid not null references people.person,
  name text not null check (char_length(name) between 1 and 60),
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  added_at timestamptz not null,
  used_at timestamptz
);
create index passkey_person on people.passkey (person_id, added_at, id);

-- A challenge is answered once: the answer takes the row. person_id is who will be made (sign_up) or who adds a key (add).
create table people.challenge (
  challenge text primary key,
  purpose text not null check (purpose in ('sign_up', 'sign_in', 'add')),
  person_id uuid,
  handle text,
  name text,
  ends_at timestamptz not null,
  check ((purpose = 'sign_in') = (person_id is null)),
  check ((purpose = 'sign_up') = (handle is not null and name is not null))
);
create index challenge_ends on people.challenge (ends_at);

-- The cookie's token is kept as its SHA-256 only, so that a copy of the database signs nobody in. confirmed_at: when whoever uses the
-- session last showed a password or a passkey; a new way to sign in is added only shortly after.
create table people.session (
  id uuid primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  person_id uuid not null references people.person,
  device text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  confirmed_at timestamptz not null
);
create index session_person on people.session (person_id, started_at, id);
