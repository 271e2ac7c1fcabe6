// Keeps the signature of a witness on a checkpoint, and notes when as many have signed as the policy asks for.
import { quorumMet } from '@parley/protocol/log/policy.ts'
import { now } from '../base/clock.ts'
import type { Sql } from '../base/sql.ts'
import type { WitnessSet } from './witness-set.ts'

export type Cosignature = { size: number; witness: string; line: string; at: Date }

/** A newer signature of the same witness on the same size takes the place of the older one. */
export const storeCosignature = async (sql: Sql, set: WitnessSet, cosignature: Cosignature): Promise<void> => {
  const { size, witness, line, at } = cosignature
  await sql`
    insert into log.cosignature (size, witness, line, at) values (${size}, ${witness}, ${line}, ${at})
    on conflict (size, witness) do update set line = excluded.line, at = excluded.at`
  await noteQuorum(sql, set, size)
}

/**
 * Each insert has committed before this looks, so of two at once the later one sees both. Also for a checkpoint that was signed under
 * another policy.
 */
export const noteQuorum = async (sql: Sql, { policy, witnesses }: WitnessSet, size: number): Promise<void> => {
  const rows = await sql<{ witness: string }[]>`select witness from log.cosignature where size = ${size}`
  const signed = new Set(rows.map(({ witness }) => witness))
  const keys = witnesses.filter(({ id }) => signed.has(id)).map(({ key }) => key)
  if (quorumMet(policy, keys))
    await sql`update log.checkpoint set cosigned_at = ${now()} where size = ${size} and cosigned_at is null`
}
