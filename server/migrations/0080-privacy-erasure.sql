-- Closed accounts whose erasure is not complete yet. A row goes when nothing of the person is left to erase.
create schema privacy;

-- recorded_at: when the log was told what apps lose by it. A crash leaves the row, and the next round goes on with it.
create table privacy.erasure (
  person_id uuid primary key references people.person,
  closed_at timestamptz not null,
  recorded_at timestamptz
);
