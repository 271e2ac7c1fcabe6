// Fetches what changed in Parley since the last look: answers to shares, and what was deleted or hidden.
import { type PartnerMessage, ParleyRefusal, type Session } from '@parley/sdk'
import type { DatabaseSync } from 'node:sqlite'
import { atomically } from '../store/atomically.ts'
import { forgetShare } from './forget-share.ts'

/** What a friend said; of a card without words, what it names. */
const wordsOf = ({ text, card }: PartnerMessage): string | null =>
  text ?? (card && 'name' in card ? card.name : null) ?? null

const keep = (db: DatabaseSync, person: string, message: PartnerMessage): void => {
  if (message.withheld) {
    // A friend hides it from this app. Parley says so when the place is gone through again, under a new permission for example; it does not
    // come back to what an app has read, so until then an answer that was read stays.
    db.prepare('delete from reply where message = ? and person = ?').run(message.id, person)
  } else if (message.own) {
    if (message.deleted) forgetShare(db, person, message.id)
  } else if (message.replyTo !== undefined) {
    // A place in the changes may be gone through twice; what was said to a deleted share does not come back with it.
    db.prepare(
      `insert into reply (message, person, reply_to, friend, at, text, deleted)
       select ?1, ?2, ?3, ?4, ?5, ?6, ?7 where not exists (select 1 from share where message = ?3 and state = 'deleted')
       on conflict (message, person) do update set text = excluded.text, deleted = excluded.deleted`
    ).run(
      message.id,
      person,
      message.replyTo,
      message.from.name,
      message.at,
      message.deleted ? null : wordsOf(message),
      message.deleted ? 1 : 0
    )
  }
}

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
      for (const message of page.items) keep(db, person, message)
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
