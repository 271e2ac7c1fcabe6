// Files over HTTP: from a person's browser, and from the bank's core system.
import multipart from '@fastify/multipart'
import { Refused, type Site } from '@parley/site'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Readable } from 'node:stream'
import { fileLimits } from '../camt/read-camt.ts'
import { importFile } from '../imports/import-file.ts'
import { listLeftOut, listReports, readReport } from '../imports/report.ts'
import { filesBody, reportBody } from '../pages/files-page.ts'
import { sameSecret } from '../random.ts'
import { ownAccount } from '../transfers/own-account.ts'

const pageRows = 30
const leftOutRows = 100
const number = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined)

/** What is left of a refused file is thrown away rather than cut off, so that the sender gets the answer. */
const gently = (file: Readable): AsyncIterable<Uint8Array> => file.iterator({ destroyOnReturn: false })

/** Pages of what a person gave. */
const personRoutes = async (site: Site): Promise<void> => {
  const { app, db } = site
  await app.register(multipart, { limits: { files: 1, fields: 4, fileSize: fileLimits.bytes + 1 } })

  app.get('/files', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const reports = listReports(db, browser.person.id, pageRows, number(site.asked(request, 'before')))
    const older = reports.length === pageRows ? `/files?before=${reports.at(-1)!.place}` : undefined
    return site.send(
      reply,
      site.page({ title: 'Files', here: '/files', browser, body: filesBody(site, browser, reports, older) })
    )
  })

  app.post('/files', async (request, reply) => {
    if (!request.isMultipart())
      throw new Refused(415, 'That is no file', 'Go back, choose a file, and send it once more.')
    const text: Record<string, unknown> = {}
    // The form's key stands before the file, so a file is read only for a person who is logged in.
    for await (const part of request.parts()) {
      if (part.type === 'field') text[part.fieldname] = part.value
      else {
        request.body = text
        const { id } = site.formVisitor(request).person
        ownAccount(db, id)
        const report = await importFile(db, gently(part.file), {
          source: 'upload',
          name: part.filename || 'A file',
          only: id
        })
        part.file.resume()
        return reply.redirect(`/files/${report.id}`, 303)
      }
    }
    throw new Refused(400, 'No file came along', 'Go back, choose a file, and send it once more.')
  })

  app.get('/files/:id', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const report = readReport(db, (request.params as { id: string }).id, browser.person.id)
    if (!report) throw new Refused(404, 'No such file', 'It is not one that you gave.')
    const rows = listLeftOut(db, report.id, leftOutRows, number(site.asked(request, 'after')))
    const more = rows.length === leftOutRows ? `/files/${report.id}?after=${rows.at(-1)!.place}` : undefined
    return site.send(
      reply,
      site.page({ title: report.name, here: '/files', browser, body: reportBody(report, rows, more) })
    )
  })
}

const problem = (reply: FastifyReply, status: number, code: string, detail: string): FastifyReply =>
  reply.code(status).type('application/problem+json').send({ status, code, title: detail })

/**
 * POST /bank/camt054 with Authorization: Bearer and the file as body: 200 and the report; 422 and the report with a problem when nothing
 * was taken. The same file again is a report of what was known. GET /bank/imports/{id}/left-out?after: {items, next?}.
 */
const coreRoutes = (app: FastifyInstance, site: Site, secret: string): void => {
  const { db } = site
  app.addHook('onRequest', async (request, reply) => {
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    if (!sameSecret(given, secret)) {
      return problem(reply.header('www-authenticate', 'Bearer'), 401, 'unauthorized', 'The secret is not right')
    }
    return undefined
  })
  app.addContentTypeParser(['application/xml', 'text/xml'], (_request, body, done) => done(null, body))
  app.post('/bank/camt054', async (request, reply) => {
    if (request.body !== request.raw) return problem(reply, 415, 'not_xml', 'Send the file as application/xml')
    const report = await importFile(db, gently(request.raw), { source: 'http', name: 'Sent by the core system' })
    request.raw.resume()
    return reply.code(report.problem ? 422 : 200).send(report)
  })
  app.get('/bank/imports/:id/left-out', async (request, reply) => {
    const report = readReport(db, (request.params as { id: string }).id)
    if (!report) return problem(reply, 404, 'import_missing', 'There is no such import')
    const items = listLeftOut(db, report.id, leftOutRows, number(site.asked(request, 'after')))
    return { items, ...(items.length === leftOutRows && { next: String(items.at(-1)!.place) }) }
  })
}

export const fileRoutes = async (site: Site, secret: string | undefined): Promise<void> => {
  await personRoutes(site)
  if (secret) await site.app.register(async (scope) => coreRoutes(scope, site, secret))
}
