// Writes the message of a share under its own id as Idempotency-Key.
import { type CallOptions, ParleyRefusal, type Session } from '@parley/sdk'
import type { DatabaseSync } from 'node:sqlite'
import { isTooLate, readShare, type Share } from './share.ts'

const send = async (db: DatabaseSync, session: Session, { person, id }: Share, options: CallOptions): Promise<void> => {
  const share = readShare(db, person, id)
  if (!share || share.state === 'sent' || share.state === 'deleted') return
  if (isTooLate(share)) {
    db.prepare('update share set waits = 0 where id = ?').run(id)
    return
  }
  const first = !share.tried
  db.prepare(`update share set state = 'sending', tried = 1 where id = ?`).run(id)
  try {
    const { id: message } = await session.messages.write(share.conversation, share.content, { ...options, key: id })
    db.prepare(`update share set state = 'sent', message = ? where id = ? and state <> 'deleted'`).run(message, id)
  } catch (error) {
    if (error instanceof ParleyRefusal) {
      const certain = first && !error.afterLoss
      // The person may have taken it back while it was on its way.
      const later = error.code === 'rate_limited' && readShare(db, person, id)?.waits
      db.prepare(`update share set state = ?, tried = ?, waits = ? where id = ? and state = 'sending'`).run(
        certain && !later ? 'refused' : 'sending',
        certain ? 0 : 1,
        later ? 1 : 0,
        id
      )
    }
    throw error
  }
}

const running = new Map<string, Promise<void>>()

/**
 * Does nothing for a share that was sent or deleted, or may have arrived so long ago that it could arrive twice; sends at the same time are one. Throws what the SDK throws. A refusal of the first try
 * means that nothing was sent; after a try whose answer never came it means nothing, since that one may have arrived. A crash at any place is
 * harmless: the same key with the same content is the same message.
 */
export const sendShare = (
  db: DatabaseSync,
  session: Session,
  share: Share,
  options: CallOptions = {}
): Promise<void> => {
  const { id } = share
  const mine = running.get(id) ?? send(db, session, share, options).finally(() => running.delete(id))
  running.set(id, mine)
  return mine
}
