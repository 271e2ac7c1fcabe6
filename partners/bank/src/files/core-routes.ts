// Files from the bank's core system.
import { BadInput } from '@parley/connectors/bad-input.ts'
import type { Inbox } from '@parley/connectors/inbox/open-inbox.ts'
import { asked, digest, type Site } from '@parley/site'
import type { FastifyInstance } from 'fastify'
import { listLeftOut, readReport, type Report } from './report.ts'

/**
 * POST /bank/camt054 with Authorization: Bearer and the file as body: 200 and the report; 422 and the report with a problem when nothing
 * was taken. The same file again is a report of what was known. GET /bank/imports/{id}/left-out?after: {items, next?}.
 */
export const coreRoutes = (app: FastifyInstance, { db }: Site, inbox: Inbox<Report>, secret: string): void => {
  app.addHook('onRequest', async (request, reply) => {
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    // How long it takes to compare digests tells nothing of the secret.
    if (digest(given) === digest(secret)) return
    reply.header('www-authenticate', 'Bearer')
    throw new BadInput('The secret is not right', { status: 401, code: 'unauthorized' })
  })
  app.addContentTypeParser(['application/xml', 'text/xml'], (_request, body, done) => done(null, body))
  app.post('/bank/camt054', async ({ body, raw }, reply) => {
    if (body !== raw) throw new BadInput('Send the file as application/xml', { status: 415, code: 'not_xml' })
    const report = await inbox.take(raw, { source: 'http', name: 'Sent by the core system' })
    return reply.code(report.problem ? 422 : 200).send(report)
  })
  app.get('/bank/imports/:id/left-out', async (request) => {
    const report = readReport(db, (request.params as { id: string }).id)
    if (!report) throw new BadInput('There is no such import', { status: 404, code: 'import_missing' })
    return listLeftOut(db, report.id, Number(/^\d{1,15}$/.exec(asked(request, 'after')) ?? 0))
  })
}
