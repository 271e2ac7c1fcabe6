// Writes the message of a share that waits, under its own id as Idempotency-Key.
import type { DatabaseSync } from 'node:sqlite'
import { ParleyRefusal, type Session } from '@parley/sdk'
import { readTitle } from '../watched/keep-title.ts'
import { cardOf } from '../watched/title-card.ts'
import type { Share } from './share.ts'

/**
 * Throws what the SDK throws; a refusal is remembered, and then only a tap tries again. A crash after the write is harmless: the same key
 * with the same content is the same message.
 */
export const sendShare = async (db: DatabaseSync, session: Session, person: string, share: Share): Promise<void> => {
  const kept = readTitle(db, person, share.title)
  if (!kept || share.state === 'shared' || share.state === 'deleted') return
  try {
    const content = { card: cardOf(kept.title), ...(share.note && { text: share.note }) }
    const { id } = await session.messages.write(share.conversation, content, { key: share.id })
    db.prepare(`update share set state = 'shared', message = ? where id = ? and state in ('sending', 'refused')`).run(
      id,
      share.id
    )
  } catch (error) {
    if (error instanceof ParleyRefusal && error.code !== 'rate_limited') {
      db.prepare(`update share set state = 'refused' where id = ? and state = 'sending'`).run(share.id)
    }
    throw error
  }
}
