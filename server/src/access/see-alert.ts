// A person has seen an alert.
import { now } from '../base/clock.ts'
import type { Bus } from '../base/bus.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'

/**
 * Marks it and all earlier ones about the same permission, which one decision answers. Seen already is fine. Throws alert_missing, also
 * for another person's.
 */
export const seeAlert = async ({ sql, bus }: { sql: Sql; bus: Bus }, person: string, alert: string): Promise<void> => {
  const [row] = await sql<{ id: number; grant: string }[]>`
    select id, grant_id as "grant" from access.alert where alert_id = ${alert} and person_id = ${person}`
  if (!row) throw new Refusal('alert_missing')
  await sql`
    update access.alert set seen_at = ${now()}
    where person_id = ${person} and grant_id = ${row.grant} and id <= ${row.id} and seen_at is null`
  bus.publish({ topic: 'person', person, changed: 'alerts' })
}
