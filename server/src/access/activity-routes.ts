// Activity over HTTP: every access, and every change to a permission.
import { ActivityPage } from '@parley/protocol/api/grant.ts'
import { Id, PageQuery, Strict } from '@parley/protocol/api/scalars.ts'
import Type from 'typebox'
import { readCursor } from '../base/cursor.ts'
import type { App } from '../base/http.ts'
import type { Sql } from '../base/sql.ts'
import { signedIn } from '../people/signed-in.ts'
import { listActivity } from './list-activity.ts'

const Query = Strict({
  ...PageQuery.properties,
  grant: Type.Optional(Id),
  conversation: Type.Optional(Id),
  app: Type.Optional(Id)
})

export const activityRoutes = (app: App, { sql }: { sql: Sql }): void => {
  app.get('/api/activity', { schema: { querystring: Query, response: { 200: ActivityPage } } }, async (request) => {
    const { person } = await signedIn(sql, request)
    const { after, limit = 50, ...only } = request.query
    const before = after === undefined ? undefined : readCursor(after, 'number')[0]
    return listActivity(sql, person, { before, limit, ...only })
  })
}
