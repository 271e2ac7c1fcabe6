// Fetches what changed in Parley since the last look: answers to shares, and what was deleted or hidden.
import { ParleyRefusal, type Session } from '@parley/sdk'
import type { DatabaseSync } from 'node:sqlite'
import { atomically } from '../store/atomically.ts'
import { keepReply } from './keep-reply.ts'

/**
 * Goes through the changes page by page; each page and the place after it are kept in one transaction, so a crash loses nothing and
 * repeats nothing. Throws what the SDK throws.
 */
export const fetchReplies = async (db: DatabaseSync, session: Session, person: string): Promise<void> => {
  const place = db.prepare('select after from fetched where person = ? and session = ?').get(person, session.id)
  let after = place?.['after'] as string | undefined
  for (;;) {
    const page = await session.messages.changes({ after }).catch((error: unknown) => {
      // A cursor of an earlier permission: start again, which repeats nothing because replies are kept by their ids.
      if (!(error instanceof ParleyRefusal) || error.code !== 'invalid_cursor' || after === undefined) throw error
      return session.messages.changes()
    })
    atomically(db, () => {
      for (const message of page.items) keepReply(db, person, message)
      db.prepare('insert or replace into fetched (person, session, after) values (?, ?, ?)').run(
        person,
        session.id,
        page.next
      )
    })
    if (!page.more) return
    after = page.next
  }
}
