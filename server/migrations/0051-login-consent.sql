-- What a person has before them while they decide about an app. Both kinds of rows go with the interaction.

-- The consent page as it was shown, without the ticks: what is kept with a grant is what the person saw, and not what the page would
-- say when the answer arrives. The form names the row. interaction is the SHA-256 of the interaction's uid.
create table login.shown (
  interaction bytea not null check (length(interaction) = 32),
  id uuid not null,
  person_id uuid not null,
  view text not null,
  at timestamptz not null,
  expires_at timestamptz not null,
  primary key (interaction, id)
);
create index shown_expires on login.shown (expires_at);

-- What a passkey is asked to sign: one at a time for an interaction, taken by the answer. fixed: the grant, the answers and the text.
create table login.signing (
  interaction bytea primary key check (length(interaction) = 32),
  person_id uuid not null,
  challenge text not null,
  fixed text not null,
  expires_at timestamptz not null
);
create index signing_expires on login.signing (expires_at);
