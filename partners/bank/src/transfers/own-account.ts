// The account that the bank gives a person at the first login.
import { makeIban } from '@parley/connectors/camt054/iban.ts'
import { sql } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'

/** The person's IBAN, made on first sight. */
export const ownAccount = (db: DatabaseSync, person: string): string => {
  const there = sql(db).get`select iban from account where person = ${person}`
  if (there) return there['iban'] as string
  const place = Number(sql(db).get`select coalesce(max(place), 0) + 1 as next from account`?.['next'])
  const iban = makeIban('GB', `HARB601613${String(10_000_000 + place)}`)
  sql(db).run`insert into account (place, person, iban) values (${place}, ${person}, ${iban})`
  return iban
}
