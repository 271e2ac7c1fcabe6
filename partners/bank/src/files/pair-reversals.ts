// Finds the transfer that a reversal takes back; either may have come first.
import { sql } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'

/**
 * Pairs each waiting reversal with the one transfer of the same account that has the same amount and shares a reference. Where several
 * would fit, none is taken: a wrong correction is worse than none.
 */
export const pairReversals = (db: DatabaseSync): void => {
  const waiting = sql(db).all`select key, person, said from booking r where kind = 'reversal'
    and not exists (select 1 from booking t where t.reversed_by = r.key)`
  for (const { key, person, said } of waiting) {
    const [transfer, other] = sql(db).all`select key from booking t where person = ${person!} and kind = 'transfer'
      and said ->> '$.amount' = ${said!} ->> '$.amount' and reversed_by is null
      and (said ->> '$.endToEnd' = ${said!} ->> '$.endToEnd' or said ->> '$.servicerRef' = ${said!} ->> '$.servicerRef'
        or said ->> '$.transactionRef' = ${said!} ->> '$.transactionRef') limit 2`
    if (transfer && !other) sql(db).run`update booking set reversed_by = ${key!} where key = ${transfer['key']!}`
  }
}
