// Finds the transfer that a reversal takes back; either may have come first.
import type { DatabaseSync } from 'node:sqlite'

/**
 * Pairs each waiting reversal with the one transfer of the same account that has the same amount and shares a reference. Where several
 * would fit, none is taken: a wrong correction is worse than none.
 */
export const pairReversals = (db: DatabaseSync): void => {
  const waiting = db.prepare(
    `select * from booking r where kind = 'reversal' and not exists (select 1 from booking t where t.reversed_by = r.key)`
  )
  const fitting = db.prepare(
    `select key from booking where person = ? and kind = 'transfer' and reversed_by is null and value = ? and currency = ?
     and (end_to_end = ? or servicer_ref = ? or transaction_ref = ?) limit 2`
  )
  const pair = db.prepare('update booking set reversed_by = ? where key = ?')
  for (const { key, ...row } of waiting.all()) {
    const { person, value, currency, end_to_end, servicer_ref, transaction_ref } = row
    const found = fitting.all(person!, value!, currency!, end_to_end!, servicer_ref!, transaction_ref!)
    if (found.length === 1) pair.run(key!, found[0]!['key']!)
  }
}
