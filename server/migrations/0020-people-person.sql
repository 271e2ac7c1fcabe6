-- People, how they prove who they are, and who is whose friend.
create schema people;

create table people.person (
  id uuid primary key,
  handle text not null unique check (handle ~ '^[a-z][a-z0-9_]{2,29}$'),
  name text not null check (char_length(name) between 1 and 60),
  created_at timestamptz not null,
  closed_at timestamptz,
  -- Open windows say at once that somebody connected an app that reads.
  hears_of_readers boolean not null default true
);

-- One row per pair, smaller id first, so that a friendship cannot exist in one direction only.
create table people.friendship (
  low_id uuid not null references people.person,
  high_id uuid not null references people.person,
  since timestamptz not null,
  primary key (low_id, high_id),
  check (low_id < high_id)
);
create index friendship_high on people.friendship (high_id);

create table people.block (
  person_id uuid not null references people.person,
  blocked_id uuid not null references people.person,
  at timestamptz not null,
  primary key (person_id, blocked_id)
);

-- Whether two people are friends and neither blocks the other: the rule for a new message between two people.
-- Without a search path of its own, so that it becomes part of the statement that asks; every name in it has its schema.
create function people.may_message(p_a uuid, p_b uuid) returns boolean language sql stable as $$
  select exists (select from people.friendship where low_id = least(p_a, p_b) and high_id = greatest(p_a, p_b))
     and not exists (select from people.block where (person_id = p_a and blocked_id = p_b) or (person_id = p_b and blocked_id = p_a))
$$;
