-- The tree over all entries (RFC 6962 §2.1), its tiles and checkpoints, and the place of each entry among those of its parties.

-- One row: the tree as it stands. Whoever holds its lock is the sequencer, for one transaction. vkey: the key that signs this log.
-- at: the time of the last batch; it never goes back, so that the months of tags do not either.
create table log.state (
  only_row boolean primary key default true check (only_row),
  origin text not null,
  vkey text not null,
  size bigint not null,
  frontier bytea not null,
  at timestamptz not null
);

-- entry: the bytes whose hash is the leaf: commitments and tags, no text. at: when it was put into the tree.
create table log.leaf (
  idx bigint primary key,
  entry_id bigint not null unique references log.entry,
  entry bytea not null,
  at timestamptz not null
);
alter table log.leaf alter column entry set storage external;

-- Number i of a party's entries, its index in the tree, and h_i, the party's chain up to it (docs/spec/log.md, "Parties, names and tags").
create table log.place (
  party_id uuid not null,
  i bigint not null,
  idx bigint not null,
  chain bytea not null,
  primary key (party_id, i)
);
create index place_idx on log.place (idx);

-- Full tiles of 256 hashes each (C2SP tlog-tiles), and the root over them, which is hash n of the level above. Partial tiles are computed.
create table log.tile (
  level smallint not null,
  n bigint not null,
  hashes bytea not null check (length(hashes) = 8192),
  root bytea not null,
  primary key (level, n)
);
alter table log.tile alter column hashes set storage external;

-- Signed checkpoints, one for each batch; never two for one size. cosigned_at: when the witnesses that the policy asks for had signed; at
-- once where it asks for none. From then on it is given out.
create table log.checkpoint (
  size bigint primary key,
  at timestamptz not null,
  note text not null,
  cosigned_at timestamptz
);
create index checkpoint_at on log.checkpoint (at);
create index checkpoint_cosigned on log.checkpoint (size) where cosigned_at is not null;

-- The signature lines of witnesses (C2SP tlog-cosignature), as they gave them.
create table log.cosignature (
  size bigint not null references log.checkpoint on delete cascade,
  witness text not null,
  line text not null,
  at timestamptz not null,
  primary key (size, witness)
);
create index cosignature_witness on log.cosignature (witness, size);
