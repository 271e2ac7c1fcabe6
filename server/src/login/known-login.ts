// Remembers that a person agreed to log in to an app, so that the next time asks nothing.
import { now } from '../base/clock.ts'
import type { Sql } from '../base/sql.ts'

/** The scopes that the person agreed to for this app; empty when they never did. */
export const knownLoginScopes = async (sql: Sql, person: string, clientId: string): Promise<string[]> => {
  const [row] = await sql<{ scope: string }[]>`
    select l.scope from login.known_login l join grants.app a on a.id = l.app_id
    where l.person_id = ${person} and a.client_id = ${clientId}`
  return row ? row.scope.split(' ') : []
}

export type AgreedLogin = {
  person: string
  /** The app's id. */
  app: string
  scopes: readonly string[]
  /** The page as shown, as plain text. */
  text: string
}

/** Agreeing to more later adds to it. */
export const rememberLogin = async (sql: Sql, { person, app, scopes, text }: AgreedLogin): Promise<void> => {
  await sql`
    insert into login.known_login as l (person_id, app_id, scope, agreed_at, text)
    values (${person}, ${app}, ${scopes.join(' ')}, ${now()}, ${text})
    on conflict (person_id, app_id) do update set agreed_at = excluded.agreed_at, text = excluded.text, scope = (
      select string_agg(distinct s, ' ' order by s) from unnest(string_to_array(l.scope || ' ' || excluded.scope, ' ')) s)`
}
