// Alerts over HTTP: the list, that one was seen, and which are told at once.
import { AlertChoices, AlertPage } from '@parley/protocol/api/alert.ts'
import { Id, Nothing, PageQuery, Strict } from '@parley/protocol/api/scalars.ts'
import type { Bus } from '../base/bus.ts'
import { readCursor } from '../base/cursor.ts'
import type { App } from '../base/http.ts'
import type { Sql } from '../base/sql.ts'
import { signedIn } from '../people/signed-in.ts'
import { chooseAlerts, readAlertChoices } from './alert-choices.ts'
import { listAlerts } from './list-alerts.ts'
import { seeAlert } from './see-alert.ts'

export const alertRoutes = (app: App, parts: { sql: Sql; bus: Bus }): void => {
  const { sql } = parts
  app.get('/api/alerts', { schema: { querystring: PageQuery, response: { 200: AlertPage } } }, async (request) => {
    const { person } = await signedIn(sql, request)
    const { after, limit = 50 } = request.query
    return listAlerts(sql, person, { before: after === undefined ? undefined : readCursor(after, 'number')[0], limit })
  })
  app.get('/api/alerts/choices', { schema: { response: { 200: AlertChoices } } }, async (request) => {
    const { person } = await signedIn(sql, request)
    return readAlertChoices(sql, person)
  })
  app.put(
    '/api/alerts/choices',
    { schema: { body: AlertChoices, response: { 200: AlertChoices } } },
    async (request) => {
      const { person } = await signedIn(sql, request)
      await chooseAlerts(sql, person, request.body)
      return readAlertChoices(sql, person)
    }
  )
  app.post(
    '/api/alerts/:id/seen',
    { schema: { params: Strict({ id: Id }), response: { 204: Nothing } } },
    async (request, reply) => {
      const { person } = await signedIn(sql, request)
      await seeAlert(parts, person, request.params.id)
      return reply.status(204).send()
    }
  )
}
