// Takes back what a person agreed to when they only logged in to an app.
import type { Bus } from '../base/bus.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'

/**
 * The app's tokens for this person end, and the next login asks again. A permission for messages is not touched: it has an end of
 * its own. Throws login_missing.
 */
export const forgetLogin = async ({ sql, bus }: { sql: Sql; bus: Bus }, person: string, app: string): Promise<void> => {
  await sql.begin(async (tx) => {
    const gone = await tx`delete from login.known_login where person_id = ${person} and app_id = ${app}`
    if (gone.count === 0) throw new Refusal('login_missing')
    await tx`
      delete from login.artifact l using grants.app a
      where a.id = ${app} and l.client_id = a.client_id and l.person_id = ${person} and l.model in ('AccessToken', 'RefreshToken', 'AuthorizationCode', 'Grant')
        and not exists (select from grants.grant g where g.id = l.grant_id)`
  })
  bus.publish({ topic: 'person', person, changed: 'grants' })
}
