// How far each witness has signed, for the public page.
import type { LogStatus } from '@parley/protocol/api/log.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import type { Sql } from '../base/sql.ts'
import type { WitnessSet } from './witness-set.ts'

export const witnessStatus = async (
  sql: Sql,
  { witnesses, mirrors }: WitnessSet
): Promise<Pick<LogStatus, 'witnesses' | 'mirrors'>> => {
  const rows = await sql<{ witness: string; size: number; at: Date }[]>`
    select w.witness, s.size, s.at
    from unnest(${witnesses.map(({ id }) => id)}::text[]) as w (witness)
    cross join lateral (
      select size, at from log.cosignature c where c.witness = w.witness order by size desc limit 1) s`
  return {
    witnesses: witnesses.map(({ id, name, key, url }) => {
      const seen = rows.find(({ witness }) => witness === id)
      return {
        name,
        vkey: formatVerifierKey(key),
        url,
        ...(seen && { seen: { size: seen.size, at: seen.at.toISOString() } })
      }
    }),
    mirrors: mirrors.map(({ vkey, url }) => ({ vkey, url }))
  }
}
