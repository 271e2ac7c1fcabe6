// Finds the transfer that a reversal takes back, or takes a part back of; either may have come first.
import { type Amount, restOf } from '@parley/connectors/camt054/amount.ts'
import { sql } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'
import { readTransfer } from '../transfers/transfer.ts'

/**
 * Pairs each waiting reversal with the one transfer of the same account and currency that shares a reference: one of the same amount, else the
 * only one, of which it is a part. Where several would fit, none is taken: a wrong correction is worse than none.
 */
export const pairReversals = (db: DatabaseSync): void => {
  const waiting = sql(db).all`select key, person, said from booking where kind = 'reversal' and reverses is null`
  for (const { key, person, said } of waiting) {
    // The signs keep other indexes out of it: there are few of a reference, and many of a person.
    const [first, second] = sql(db).all`select key, said ->> '$.amount' = ${said!} ->> '$.amount'
        and not exists (select 1 from booking r where r.reverses = t.key) as whole
      from booking t where +person = ${person!} and +kind = 'transfer' and (said ->> '$.endToEnd' = ${said!} ->> '$.endToEnd'
        or said ->> '$.servicerRef' = ${said!} ->> '$.servicerRef' or said ->> '$.transactionRef' = ${said!} ->> '$.transactionRef')
        and said ->> '$.amount.currency' = ${said!} ->> '$.amount.currency' order by whole desc limit 2`
    if (!first || second?.['whole'] === first['whole']) continue
    const { amount, reversals } = readTransfer(db, String(person), String(first['key']))!
    const back = JSON.parse(String(said)) as { amount: Amount }
    if (restOf(amount!, [...reversals, back]) >= 0n)
      sql(db).run`update booking set reverses = ${first['key']!} where key = ${key!}`
  }
}
