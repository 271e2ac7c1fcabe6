// Something of the app that went to a friend as a message, and what friends answered, as the app keeps them.
import type { Content } from '@parley/sdk'
import type { DatabaseSync } from 'node:sqlite'
import { nowMs } from '../clock.ts'

/**
 * about: the app's own name for what is shared. once: with it, what makes this share the only one. content: what is sent, to the letter. at: in milliseconds since 1970. replies: how many.
 * sending: not known to have arrived; waits: the app itself tries again. refused: nothing was sent, for certain. deleted: it is gone in
 * Parley; note and friend are gone here.
 */
export type Share = {
  id: string
  person: string
  about: string
  once: string
  conversation: string
  friend: string
  content: Content
  state: 'sending' | 'refused' | 'sent' | 'deleted'
  tried: boolean
  waits: boolean
  message: string | undefined
  at: number
  replies: number
}

// Parley remembers the key of a write for 7 days; a day is left for clocks and for a request on its way.
const againMs = 6 * 24 * 60 * 60 * 1000

/** Whether sending it again could make a second message: an earlier try may have arrived, and its key may be forgotten. */
export const isTooLate = ({ tried, at }: Pick<Share, 'tried' | 'at'>): boolean => tried && nowMs() - at > againMs

/** text: undefined when it was deleted, or when there is nothing to show but that it came. at: ISO 8601. */
export type Reply = { message: string; friend: string; at: string; text: string | undefined; deleted: boolean }

export const shareSchema = `
-- Something shared with a friend. The id is the Idempotency-Key of its message, so sending it again after a crash makes no second one.
-- once: there is one share for a person, a thing and this; the app decides what it is made of.
create table if not exists share (
  id text primary key,
  person text not null references person,
  about text not null,
  once text not null,
  conversation text not null,
  friend text not null,
  content text not null,
  state text not null check (state in ('sending', 'refused', 'sent', 'deleted')),
  tried integer not null,
  waits integer not null,
  message text unique,
  at integer not null,
  unique (person, about, once)
) strict;
create index if not exists share_person on share (person, at);

-- An answer to a message of this app, whether or not its share is known yet. Each person has it as their own permission tells it. seen_at:
-- when Parley gave it last.
create table if not exists reply (
  message text not null,
  person text not null references person,
  reply_to text not null,
  friend text not null,
  at text not null,
  text text,
  deleted integer not null,
  seen_at integer not null default 0,
  primary key (message, person)
) strict;
create index if not exists reply_place on reply (reply_to, at);

-- The place in Parley's changes up to which replies were fetched, and the session in which that place holds.
create table if not exists fetched (
  person text primary key references person,
  session text not null,
  after text not null
) strict;
`

const columns =
  '*, (select count(*) from reply where reply_to = share.message and reply.person = share.person and not deleted) as replies'

const shareOf = (row: Record<string, unknown>): Share => ({
  ...(row as Share),
  content: JSON.parse(row['content'] as string) as Content,
  tried: row['tried'] === 1,
  waits: row['waits'] === 1,
  message: (row['message'] as string | null) ?? undefined
})

/** One share of this person. */
export const readShare = (db: DatabaseSync, person: string, id: string): Share | undefined => {
  const row = db.prepare(`select ${columns} from share where person = ? and id = ?`).get(person, id)
  return row && shareOf(row)
}

/** A person's shares, newest first; before: the `at` of the last one above. Those of the same moment as the last come along with it. */
export const listShares = (
  db: DatabaseSync,
  person: string,
  limit: number,
  before = Number.MAX_SAFE_INTEGER
): Share[] =>
  db
    .prepare(
      `select ${columns} from share where person = ?1 and at < ?2 and at >= coalesce(
         (select at from share where person = ?1 and at < ?2 order by at desc limit 1 offset ?3), 0) order by at desc`
    )
    .all(person, before, limit - 1)
    .map(shareOf)

/** All shares of one thing, oldest first. */
export const sharesOf = (db: DatabaseSync, person: string, about: string): Share[] =>
  db.prepare(`select ${columns} from share where person = ? and about = ? order by at`).all(person, about).map(shareOf)

/** Those that the app tries again by itself. */
export const waitingShares = (db: DatabaseSync): Share[] =>
  db.prepare(`select ${columns} from share where state = 'sending' and waits order by at limit 100`).all().map(shareOf)

/** What friends answered to a share, in their order. */
export const listReplies = (db: DatabaseSync, { message, person }: Share): Reply[] =>
  db
    .prepare(
      'select message, friend, at, text, deleted from reply where reply_to = ? and person = ? order by at, message'
    )
    .all(message ?? '', person)
    .map((row) => ({
      ...(row as Omit<Reply, 'text' | 'deleted'>),
      text: (row['text'] as string | null) ?? undefined,
      deleted: row['deleted'] === 1
    }))
