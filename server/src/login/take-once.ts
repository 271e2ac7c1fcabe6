// Takes the id of a signed statement of an app, which so counts once.
import { now } from '../base/clock.ts'
import { sha256 } from '../base/hash.ts'
import type { Sql, Tx } from '../base/sql.ts'

/**
 * False when this issuer's id was taken before. exp: until when it must be remembered, in seconds since 1970. One statement, where the
 * library looks first and inserts later: of requests at once with one proof, one gets through.
 */
export const takeOnce = async (sql: Sql | Tx, issuer: string, jti: string, exp: number): Promise<boolean> => {
  const seen = await sql`
    insert into login.artifact as a (model, id_hash, payload, expires_at)
    values ('ReplayDetection', ${sha256(JSON.stringify([issuer, jti]))}, '{}', ${new Date(exp * 1000)})
    on conflict (id_hash, model) do update set expires_at = excluded.expires_at where a.expires_at < ${now()}`
  return seen.count === 1
}
