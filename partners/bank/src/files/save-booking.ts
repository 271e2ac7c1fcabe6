// Keeps a booking once.
import { nowMs, sql } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'
import type { Said } from '../schema.ts'

type New = Said & { key: string; person: string; kind: 'transfer' | 'reversal' }

/** known: it was there already. conflict: another amount is there under its references; that stays as it is. Else the kind of the new one. */
export const saveBooking = (db: DatabaseSync, booking: New): 'transfer' | 'reversal' | 'known' | 'conflict' => {
  const { key, person, kind, ...said } = booking
  const there = sql(db).get`select person, said ->> '$.amount' as amount from booking where key = ${key}`
  if (!there) {
    const text = JSON.stringify(said)
    sql(db)
      .run`insert into booking (key, person, kind, said, at) values (${key}, ${person}, ${kind}, ${text}, ${nowMs()})`
    return kind
  }
  const same = there['amount'] === JSON.stringify(said.amount) && there['person'] === person
  return same || !said.amount ? 'known' : 'conflict'
}
