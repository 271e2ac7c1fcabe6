// Forgets alerts, what was counted for them, and what was chosen about them.
import type { Sql } from '../base/sql.ts'

/** Of a closed account, whose permissions have ended. */
export const forgetAlerts = async (sql: Sql, person: string): Promise<void> => {
  await sql`delete from access.alert where person_id = ${person}`
  await sql`delete from access.alert_choice where person_id = ${person}`
  await sql`delete from access.reading r using grants.grant g where g.person_id = ${person} and r.grant_id = g.id`
  await sql`delete from access.reading_day r using grants.grant g where g.person_id = ${person} and r.grant_id = g.id`
}

/** An alert stays for 90 days; days are counted for as long as an unused permission lasts, so that a first read is told once. */
export const pruneAlerts = async (sql: Sql): Promise<void> => {
  await sql`delete from access.reading where slot < clock_timestamp() - interval '3 hours'`
  await sql`delete from access.reading_day where day < (clock_timestamp() at time zone 'UTC')::date - 92`
  await sql`delete from access.alert where at < clock_timestamp() - interval '90 days'`
}
