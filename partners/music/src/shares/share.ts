// A song shared with a friend, and the friend's replies, as this app keeps them.
import type { Song } from '../listens/song.ts'
import type { DatabaseSync } from 'node:sqlite'

/**
 * sending: not known to have arrived. refused: Parley said no. shared: it is in the conversation. deleted: it is gone there, and
 * here but for the song's name and the time; friend and conversation are '' then.
 * at is in milliseconds since 1970.
 */
export type Share = {
  id: string
  conversation: string
  friend: string
  song: Song
  note: string | undefined
  state: 'sending' | 'refused' | 'shared' | 'deleted'
  message: string | undefined
  at: number
  replies: number
}

export type Reply = { message: string; friend: string; at: string; text: string | undefined; deleted: boolean }

const shareOf = (row: Record<string, unknown>): Share => ({
  id: row['id'] as string,
  conversation: row['conversation'] as string,
  friend: row['friend'] as string,
  song: JSON.parse(row['song'] as string) as Song,
  note: (row['note'] as string | null) ?? undefined,
  state: row['state'] as Share['state'],
  message: (row['message'] as string | null) ?? undefined,
  at: row['at'] as number,
  replies: row['replies'] as number
})

const columns = '*, (select count(*) from reply where reply_to = share.message and not deleted) as replies'

/** One share of this person. */
export const readShare = (db: DatabaseSync, person: string, id: string): Share | undefined => {
  const row = db.prepare(`select ${columns} from share where person = ? and id = ?`).get(person, id)
  return row && shareOf(row)
}

/** A person's shares, newest first; `before` is the `at` of the last one above. */
export const listShares = (
  db: DatabaseSync,
  person: string,
  limit: number,
  before = Number.MAX_SAFE_INTEGER
): Share[] =>
  db
    .prepare(`select ${columns} from share where person = ? and at < ? order by at desc limit ?`)
    .all(person, before, limit)
    .map(shareOf)

/** What friends answered to a share, in their order. */
export const listReplies = (db: DatabaseSync, share: Share): Reply[] =>
  db
    .prepare('select * from reply where reply_to = ? order by at, message')
    .all(share.message ?? '')
    .map((row) => ({
      message: row['message'] as string,
      friend: row['friend'] as string,
      at: row['at'] as string,
      text: (row['text'] as string | null) ?? undefined,
      deleted: row['deleted'] === 1
    }))
