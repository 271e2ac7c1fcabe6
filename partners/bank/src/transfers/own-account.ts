// The account that the bank gives a person at the first login.
import type { DatabaseSync } from 'node:sqlite'
import { composeIBAN } from 'ibantools'

/** The person's IBAN, made on first sight. */
export const ownAccount = (db: DatabaseSync, person: string): string => {
  const there = db.prepare('select iban from account where person = ?').get(person)
  if (there) return there['iban'] as string
  const place = Number(db.prepare('select coalesce(max(place), 0) + 1 as next from account').get()?.['next'])
  const iban = composeIBAN({ countryCode: 'GB', bban: `HARB601613${String(10_000_000 + place)}` })
  if (!iban) throw new Error('no account numbers are left')
  db.prepare('insert into account (person, iban, place) values (?, ?, ?)').run(person, iban, place)
  return iban
}
