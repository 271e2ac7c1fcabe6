-- Alerts: reading that is unlike what an app does otherwise, told to the person whose permission it is.

-- How far the log has been looked through, by entry id. Who looks holds the row, so that of two nodes one works, and an alert, what
-- was counted for it and this place commit together.
create table access.alert_cursor (
  only_one boolean primary key default true check (only_one),
  entry_id bigint not null
);
insert into access.alert_cursor (entry_id) values (0);

-- What each grant read in the last hours, counted in slots of ten minutes, and on the days of the last three months (UTC).
-- at_night: some of it in the hours of the night (server/src/access/alert-rules.ts).
create table access.reading (
  grant_id uuid not null,
  slot timestamptz not null,
  conversation_id uuid not null,
  messages int not null,
  primary key (grant_id, slot, conversation_id)
);
create index reading_slot on access.reading (slot);
create table access.reading_day (
  grant_id uuid not null,
  day date not null,
  messages int not null,
  at_night boolean not null,
  primary key (grant_id, day)
);
create index reading_day_day on access.reading_day (day);

-- What a person chose: kinds that no open window tells, and where the person's night is (IANA time zone; UTC until chosen).
create table access.alert_choice (
  person_id uuid primary key,
  quiet text[] not null,
  time_zone text check (char_length(time_zone) between 1 and 64)
);

-- One of a kind for each grant and day (UTC). messages, conversations: what was read when it was raised; conversation_id: the only one.
-- usual: of a day that is far more than usual, how many messages a day were usual. Ids are drawn under the lock of alert_cursor, so their
-- order is that of commits.
create table access.alert (
  id bigint generated always as identity primary key,
  alert_id uuid not null unique,
  person_id uuid not null,
  grant_id uuid not null,
  kind text not null check (kind in ('first_read', 'whole_history', 'many_conversations', 'at_night', 'busy_day')),
  day date not null,
  at timestamptz not null,
  messages int not null,
  conversations int not null,
  conversation_id uuid,
  usual int,
  -- Of a kind that the person had made quiet: listed, and told nowhere else.
  quiet boolean not null,
  seen_at timestamptz,
  unique (grant_id, kind, day)
);
create index alert_person on access.alert (person_id, id);
create index alert_unseen on access.alert (person_id) where seen_at is null and not quiet;
create index alert_at on access.alert (at);
