// Fetches what changed in Parley since the last look: replies to titles, and what was deleted.
import type { DatabaseSync } from 'node:sqlite'
import { type PartnerMessage, ParleyRefusal, type Session } from '@parley/sdk'
import { atomically } from '@parley/site'
import type { Watcher } from '../watcher.ts'

/** What a friend said; of a card without words, what it names. */
const wordsOf = ({ text, card }: PartnerMessage): string | undefined =>
  text ?? (card && 'name' in card ? card.name : undefined)

const keep = (db: DatabaseSync, person: string, message: PartnerMessage): void => {
  // What is kept from this app leaves nothing here, also what it had before.
  if (message.withheld || (message.deleted && !message.own)) {
    db.prepare('delete from reply where message = ? and person = ?').run(message.id, person)
  } else if (message.own && message.deleted) {
    db.prepare(`update share set state = 'deleted', note = null where message = ? and person = ?`).run(
      message.id,
      person
    )
    db.prepare('delete from reply where reply_to = ? and person = ?').run(message.id, person)
  } else if (!message.own && message.replyTo !== undefined && wordsOf(message) !== undefined) {
    // A place in the changes may be gone through twice; what was said to a deleted message does not come back with it.
    db.prepare(
      `insert into reply (message, person, reply_to, friend, at, text)
       select ?1, ?2, ?3, ?4, ?5, ?6 where not exists (select 1 from share where message = ?3 and state = 'deleted')
       on conflict (message) do update set text = excluded.text`
    ).run(message.id, person, message.replyTo, message.from.name, message.at, wordsOf(message)!)
  }
}

/** Page by page; each page and the place after it are kept together, so a crash repeats and loses nothing. Throws what the SDK throws. */
export const fetchReplies = async (db: DatabaseSync, session: Session, watcher: Watcher): Promise<void> => {
  let after = watcher.changesAfter
  for (;;) {
    const page = await session.messages.changes({ after }).catch((error: unknown) => {
      // A place of an earlier permission: start again, which repeats nothing because replies are kept by their ids.
      if (!(error instanceof ParleyRefusal) || error.code !== 'invalid_cursor' || after === undefined) throw error
      return session.messages.changes()
    })
    atomically(db, () => {
      for (const message of page.items) keep(db, watcher.person, message)
      db.prepare('update watcher set changes_after = ? where person = ?').run(page.next, watcher.person)
    })
    if (!page.more) return
    after = page.next
  }
}
