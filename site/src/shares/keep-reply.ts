// Keeps an answer to a share, or lets it go.
import type { PartnerMessage } from '@parley/sdk'
import type { DatabaseSync } from 'node:sqlite'
import { nowMs } from '../clock.ts'
import { forgetShare } from './forget-share.ts'

/** What a friend said; of a card without words, what it names. */
const wordsOf = ({ text, card }: PartnerMessage): string | null =>
  text ?? (card && 'name' in card ? card.name : null) ?? null

/** Keeps an answer as Parley tells it now; what a friend hides, and what was said to a deleted share, is gone here. */
export const keepReply = (db: DatabaseSync, person: string, message: PartnerMessage): void => {
  if (message.withheld) {
    // A friend hides it from this app.
    db.prepare('delete from reply where message = ? and person = ?').run(message.id, person)
  } else if (message.own) {
    if (message.deleted) forgetShare(db, person, message.id)
  } else if (message.replyTo !== undefined) {
    // A place in the changes may be gone through twice; what was said to a deleted share does not come back with it.
    db.prepare(
      `insert into reply (message, person, reply_to, friend, at, text, deleted, seen_at)
       select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 where not exists (select 1 from share where message = ?3 and state = 'deleted')
       on conflict (message, person) do update set text = excluded.text, deleted = excluded.deleted, seen_at = excluded.seen_at`
    ).run(
      message.id,
      person,
      message.replyTo,
      message.from.name,
      message.at,
      message.deleted ? null : wordsOf(message),
      message.deleted ? 1 : 0,
      nowMs()
    )
  }
}
