// Sends a receipt or a correction to one friend: kept first, then written under its own id as Idempotency-Key.
import type { DatabaseSync } from 'node:sqlite'
import { ParleyRefusal, type Session } from '@parley/sdk'
import { nowMs } from '../clock.ts'
import { atomically } from '@parley/site'
import { newId } from '../random.ts'
import { contentOf } from './content-of.ts'
import { readTransfer, type Sent, type SentKind } from './transfer.ts'

/**
 * Keeps what will be sent, and to whom. undefined: there is nothing of this kind to send, or it is on its way already; a form sent twice
 * is one message. A crash after this leaves it as `sending`, and sending it again makes no second message.
 */
export const beginSend = (
  db: DatabaseSync,
  person: string,
  key: string,
  { kind, conversation, friend }: { kind: SentKind; conversation: string; friend: string }
): Sent | undefined =>
  atomically(db, () => {
    const transfer = readTransfer(db, person, key)
    const ready = transfer && contentOf(transfer)
    if (ready?.kind !== kind) return undefined
    db.prepare(`delete from sent where transfer = ? and kind = ? and state = 'refused'`).run(key, kind)
    db.prepare(
      `insert into sent (id, transfer, kind, conversation, friend, content, state, at) values (?, ?, ?, ?, ?, ?, 'sending', ?)
       on conflict (transfer, kind) do nothing`
    ).run(newId(), key, kind, conversation, friend, JSON.stringify(ready.content), nowMs())
    return readTransfer(db, person, key)?.[kind]
  })

/**
 * Writes the message, unless that is done. first: nobody tried before, so a refusal means that nothing was sent; later ones leave it open,
 * since an earlier try may have arrived. Throws what the SDK throws.
 */
export const finishSend = async (db: DatabaseSync, session: Session, sent: Sent, first: boolean): Promise<void> => {
  if (sent.state !== 'sending') return
  const settle = db.prepare(`update sent set state = ? where id = ? and state = 'sending'`)
  try {
    await session.messages.write(sent.conversation, sent.content, { key: sent.id })
    settle.run('sent', sent.id)
  } catch (error) {
    if (first && error instanceof ParleyRefusal) settle.run('refused', sent.id)
    throw error
  }
}
