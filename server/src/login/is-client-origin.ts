// Whether a web page of some app comes from an origin.
import type { Sql } from '../base/sql.ts'

/**
 * A preflight does not say which app it is for, so it is let through when the origin is that of any app's redirect URI; the request
 * itself is then held to its own app's origins.
 */
export const isClientOrigin = async (sql: Sql, origin: string): Promise<boolean> => {
  if (!/^https?:\/\/[\w.:[\]-]+$/.test(origin)) return false
  const [row] = await sql`
    select from grants.app a, jsonb_array_elements_text(a.client -> 'redirect_uris') as uri
    where a.suspended_at is null and (uri = ${origin} or starts_with(uri, ${`${origin}/`})) limit 1`
  return row !== undefined
}
