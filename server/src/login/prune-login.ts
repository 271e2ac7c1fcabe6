// Forgets what logging in no longer needs.
import type { Sql } from '../base/sql.ts'

const batch = 5000

/**
 * One round. A spent refresh token is remembered for 30 days: one that comes back ends the tokens of its grant, and one whose answer
 * was lost is answered again. An OAuth Grant goes when nothing of it is left, a day after it was made.
 */
export const pruneLogin = async (sql: Sql): Promise<void> => {
  await sql`
    delete from login.artifact where (id_hash, model) in (
      select id_hash, model from login.artifact where expires_at < clock_timestamp() limit ${batch})`
  await sql`delete from login.shown where expires_at < clock_timestamp()`
  await sql`delete from login.signing where expires_at < clock_timestamp()`
  await sql`
    delete from login.artifact where (id_hash, model) in (
      select id_hash, model from login.artifact
      where model = 'RefreshToken' and consumed_at < clock_timestamp() - interval '30 days' limit ${batch})`
  await sql`
    delete from login.artifact where (id_hash, model) in (
      select g.id_hash, g.model from login.artifact g
      where g.model = 'Grant' and to_timestamp((g.payload ->> 'iat')::bigint) < clock_timestamp() - interval '1 day'
        and not exists (select from login.artifact a where a.grant_id = g.grant_id and a.model <> 'Grant')
      limit ${batch})`
}
