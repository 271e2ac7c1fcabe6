-- What logging in keeps: the artifacts of the OAuth provider, its signing keys, and which logins a person agreed to.
create schema login;

-- One row per artifact (code, token, session, interaction, pushed request, OAuth grant, seen proof). id_hash is the SHA-256 of the value
-- that its holder presents; the value is kept nowhere, except sealed where the provider must find it by another name (sealed_id).
-- grant_id is a Parley grant's id when the person gave rights to messages, else that of an OAuth grant that only logs in.
create table login.artifact (
  model text not null,
  id_hash bytea not null check (length(id_hash) = 32),
  grant_id uuid,
  client_id text,
  person_id uuid,
  jkt text,
  uid text,
  sealed_id bytea,
  -- Of a session: the session on the platform that it lives and dies with.
  session_id uuid,
  payload jsonb not null,
  expires_at timestamptz not null,
  consumed_at timestamptz,
  -- Of an access token: the refresh token that was answered with it. Of both: when one of that answer's tokens was first used.
  issued_with bytea,
  used_at timestamptz,
  -- Of a device's code: when the device asked last, and how long it must wait now.
  polled_at timestamptz,
  poll_seconds integer,
  primary key (id_hash, model)
);
create index artifact_grant on login.artifact (grant_id) where grant_id is not null;
create unique index artifact_uid on login.artifact (uid) where uid is not null;
create index artifact_expires on login.artifact (expires_at);

-- Marks the first use of an access token, which tells that its answer arrived (a refresh token is not reissued after that). False
-- when the token is gone.
create function login.mark_used(p_token bytea) returns boolean language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_with bytea;
begin
  update login.artifact set used_at = clock_timestamp() where id_hash = p_token and model = 'AccessToken' and used_at is null
    returning issued_with into v_with;
  if found then
    update login.artifact set used_at = clock_timestamp() where id_hash = v_with and model = 'RefreshToken' and used_at is null;
    return true;
  end if;
  return exists (select from login.artifact where id_hash = p_token and model = 'AccessToken');
end $$;

-- Keys that sign id tokens, private part sealed. The newest signs; all that are not retired are published.
create table login.key (
  kid text primary key,
  sealed bytea not null,
  made_at timestamptz not null,
  retired_at timestamptz
);

-- A person agreed that an app learns who they are. It holds no right to any message.
create table login.known_login (
  person_id uuid not null references people.person,
  app_id uuid not null references grants.app,
  scope text not null,
  agreed_at timestamptz not null,
  text text not null,
  primary key (person_id, app_id)
);
