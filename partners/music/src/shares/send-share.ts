// Shares a song with a friend: kept first, then written under its own id as Idempotency-Key.
import { ParleyRefusal, type Session } from '@parley/sdk'
import { nowMs } from '../clock.ts'
import { type Song, songCard } from '../listens/song.ts'
import type { DatabaseSync } from 'node:sqlite'
import { readShare, type Share } from './share.ts'

export type NewShare = { id: string; conversation: string; friend: string; song: Song; note: string | undefined }

/**
 * Keeps the share. The same id twice (a form sent twice) is one share. A crash after this line leaves it as `sending`, and sending it
 * again makes no second message.
 */
export const beginShare = (db: DatabaseSync, person: string, share: NewShare): Share => {
  db.prepare(
    `insert into share (id, person, conversation, friend, song, note, state, at) values (?, ?, ?, ?, ?, ?, 'sending', ?)
     on conflict (id) do nothing`
  ).run(share.id, person, share.conversation, share.friend, JSON.stringify(share.song), share.note ?? null, nowMs())
  const kept = readShare(db, person, share.id)
  if (!kept) throw new Error('a share id of another person')
  return kept
}

/** Writes the message, unless that is done. Throws what the SDK throws; a refusal is remembered. */
export const sendShare = async (db: DatabaseSync, session: Session, share: Share): Promise<void> => {
  if (share.state === 'shared' || share.state === 'deleted') return
  try {
    const content = { card: songCard(share.song), ...(share.note && { text: share.note }) }
    const message = await session.messages.write(share.conversation, content, { key: share.id })
    db.prepare(`update share set state = 'shared', message = ? where id = ? and state in ('sending', 'refused')`).run(
      message.id,
      share.id
    )
  } catch (error) {
    if (error instanceof ParleyRefusal) {
      db.prepare(`update share set state = 'refused' where id = ? and state = 'sending'`).run(share.id)
    }
    throw error
  }
}
