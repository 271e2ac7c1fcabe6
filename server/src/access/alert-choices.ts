// Which alerts a person wants to be told of at once, and where their night is.
import type { AlertChoices } from '@parley/protocol/api/alert.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { isTimeZone } from './local-hour.ts'

/** Nothing chosen: every kind is told, and the night is that of UTC. */
export const readAlertChoices = async (sql: Sql, person: string): Promise<AlertChoices> => {
  const [row] = await sql<{ quiet: AlertChoices['quiet']; zone: string | null }[]>`
    select quiet, time_zone as zone from access.alert_choice where person_id = ${person}`
  return { quiet: row?.quiet ?? [], ...(row?.zone && { timeZone: row.zone }) }
}

/** Holds for what is raised from now on. Throws invalid_request for a time zone that does not exist. */
export const chooseAlerts = async (sql: Sql, person: string, { quiet, timeZone }: AlertChoices): Promise<void> => {
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new Refusal('invalid_request', { detail: 'timeZone must be the name of a time zone, such as Europe/Lisbon.' })
  await sql`
    insert into access.alert_choice (person_id, quiet, time_zone) values (${person}, ${quiet}::text[], ${timeZone ?? null})
    on conflict (person_id) do update set quiet = excluded.quiet, time_zone = excluded.time_zone`
}
