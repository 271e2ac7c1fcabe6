// A title sent to a friend, once, and what friends answered.
import type { DatabaseSync } from 'node:sqlite'
import { digest } from '@parley/site'

/**
 * sending: not known to have arrived. refused: Parley said no. shared: it is in the conversation. deleted: it is gone there, and the
 * note here. at is in milliseconds since 1970.
 */
export type Share = {
  id: string
  title: string
  conversation: string
  friend: string
  note: string | undefined
  state: 'sending' | 'refused' | 'shared' | 'deleted'
  message: string | undefined
  at: number
}

export type Reply = { message: string; friend: string; at: string; text: string }

const shareFrom = (row: Record<string, unknown>): Share => ({
  id: row['id'] as string,
  title: row['title'] as string,
  conversation: row['conversation'] as string,
  friend: row['friend'] as string,
  note: (row['note'] as string | null) ?? undefined,
  state: row['state'] as Share['state'],
  message: (row['message'] as string | null) ?? undefined,
  at: row['at'] as number
})

export type NewShare = { title: string; conversation: string; friend: string; note: string | undefined }

/**
 * Keeps what is to be sent, under a key that follows from whom, what and to whom: a form sent twice, a report that comes twice and a tap
 * beside the automatic share are all this one. Returns it as it is kept.
 */
export const beginShare = (db: DatabaseSync, person: string, share: NewShare, now: number): Share => {
  const { title, conversation, friend, note } = share
  db.prepare(
    `insert into share (id, person, title, conversation, friend, note, state, at) values (?, ?, ?, ?, ?, ?, 'sending', ?)
     on conflict do nothing`
  ).run(digest(JSON.stringify([person, title, conversation])), person, title, conversation, friend, note ?? null, now)
  return shareFrom(db.prepare('select * from share where title = ? and conversation = ?').get(title, conversation)!)
}

export const listShares = (db: DatabaseSync, title: string): Share[] =>
  db.prepare('select * from share where title = ? order by at').all(title).map(shareFrom)

/** Those that wait to be sent, of one person or of all. */
export const waitingShares = (db: DatabaseSync, person?: string): (Share & { person: string })[] =>
  db
    .prepare(`select * from share where state = 'sending' and person = coalesce(?, person) order by at limit 100`)
    .all(person ?? null)
    .map((row) => ({ ...shareFrom(row), person: row['person'] as string }))

/** Conversations that have or had the title, or soon will. */
export const sentTo = (db: DatabaseSync, title: string): string[] =>
  listShares(db, title).map(({ conversation }) => conversation)

/** What friends answered to a share, in their order. */
export const listReplies = (db: DatabaseSync, share: Share): Reply[] =>
  db
    .prepare('select message, friend, at, text from reply where reply_to = ? order by at, message')
    .all(share.message ?? '') as Reply[]
