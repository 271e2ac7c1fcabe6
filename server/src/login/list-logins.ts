// The apps that a person logs in to: those that know the person, whether or not they may do anything with messages.
import type { KnownLogin } from '@parley/protocol/api/grant.ts'
import { writeCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'

type Row = { app: KnownLogin['app']; agreedAt: Date }

/** By the app's name. `after`: the name in a cursor of this list; names are unique. */
export const listLogins = async (
  sql: Sql,
  person: string,
  { after, limit }: { after?: string | undefined; limit: number }
): Promise<{ items: KnownLogin[]; next?: string }> => {
  const rows = await sql<Row[]>`
    select l.agreed_at as "agreedAt", json_build_object('id', a.id, 'clientId', a.client_id, 'name', a.name, 'owner', a.owner,
      'purpose', a.purpose, 'purposeCode', a.purpose_code, 'agent', a.agent) as app
    from login.known_login l join grants.app a on a.id = l.app_id
    where l.person_id = ${person} and (${after ?? null}::text is null or a.name > ${after ?? null} collate "C")
    order by a.name collate "C" limit ${limit + 1}`
  const items = rows.slice(0, limit).map(({ app, agreedAt }) => ({ app, agreedAt: agreedAt.toISOString() }))
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, ...(last && { next: writeCursor([last.app.name]) }) }
}
