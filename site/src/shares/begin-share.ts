// Keeps what is to be sent before it is sent.
import type { Content } from '@parley/sdk'
import type { DatabaseSync } from 'node:sqlite'
import { nowMs } from '../clock.ts'
import { newId } from '../random.ts'
import { type Share, sharesOf } from './share.ts'

/** once: there is one share for a person, a thing and this. waits: the app sends it by itself, also later. */
export type NewShare = {
  about: string
  once: string
  conversation: string
  friend: string
  content: Content
  waits?: boolean
}

/**
 * The share as it is kept. A form sent twice, or a report that comes twice, is the share that is there; only one that was refused, of which
 * nothing was sent, makes room for the new one. May be called inside a transaction.
 */
export const beginShare = (db: DatabaseSync, person: string, share: NewShare): Share => {
  const { about, once, conversation, friend, content, waits = false } = share
  db.prepare(
    `insert into share (id, person, about, once, conversation, friend, content, state, tried, waits, at)
     values (?, ?, ?, ?, ?, ?, ?, 'sending', 0, ?, ?)
     on conflict (person, about, once) do update set id = excluded.id, conversation = excluded.conversation, friend = excluded.friend,
       content = excluded.content, state = 'sending', tried = 0, waits = excluded.waits, at = excluded.at
     where share.state = 'refused'`
  ).run(newId(), person, about, once, conversation, friend, JSON.stringify(content), waits ? 1 : 0, nowMs())
  const id = db
    .prepare('select id from share where person = ? and about = ? and once = ?')
    .get(person, about, once) as { id: string }
  return sharesOf(db, person, about).find((kept) => kept.id === id.id)!
}
