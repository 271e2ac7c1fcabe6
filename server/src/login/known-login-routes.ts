// The apps that a person logs in to, over HTTP: list and forget.
import { KnownLoginPage } from '@parley/protocol/api/grant.ts'
import { Id, Nothing, PageQuery, Strict } from '@parley/protocol/api/scalars.ts'
import type { Bus } from '../base/bus.ts'
import { readCursor } from '../base/cursor.ts'
import type { App } from '../base/http.ts'
import type { Sql } from '../base/sql.ts'
import { signedIn } from '../people/signed-in.ts'
import { forgetLogin } from './forget-login.ts'
import { listLogins } from './list-logins.ts'

export const knownLoginRoutes = (app: App, parts: { sql: Sql; bus: Bus }): void => {
  const list = { querystring: PageQuery, response: { 200: KnownLoginPage } }
  app.get('/api/logins', { schema: list }, async (request) => {
    const { person } = await signedIn(parts.sql, request)
    const { after, limit = 50 } = request.query
    return listLogins(parts.sql, person, {
      after: after === undefined ? undefined : readCursor(after, 'string')[0],
      limit
    })
  })
  const one = { params: Strict({ app: Id }), response: { 204: Nothing } }
  app.delete('/api/logins/:app', { schema: one }, async (request, reply) => {
    const { person } = await signedIn(parts.sql, request)
    await forgetLogin(parts, person, request.params.app)
    return reply.status(204).send()
  })
}
