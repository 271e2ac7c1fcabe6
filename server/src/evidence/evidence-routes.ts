// Evidence over HTTP: the file for a person and for an app, and the proof of one entry.
import {
  DayOfMinePage,
  EvidenceFile,
  EvidencePeriod,
  EvidenceQuery,
  LoggedEntry,
  ReadOfMinePage,
  ReadOfMineQuery,
  TlogProofText
} from '@parley/protocol/api/evidence.ts'
import { Id, PageQuery, Strict } from '@parley/protocol/api/scalars.ts'
import { fromBase64 } from '@parley/protocol/log/base64.ts'
import { bundleSuffix } from '@parley/protocol/log/evidence-bundle.ts'
import { formatTlogProof } from '@parley/protocol/log/tlog-proof.ts'
import type { FastifyReply } from 'fastify'
import Type from 'typebox'
import { now } from '../base/clock.ts'
import type { Config } from '../base/config.ts'
import type { App } from '../base/http.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { authenticateClient } from '../login/authenticate-client.ts'
import { signedIn } from '../people/signed-in.ts'
import type { Period } from './evidence-period.ts'
import { listAboutMe } from './list-about-me.ts'
import { listDaysAboutMe } from './list-days-about-me.ts'
import { makeEvidence } from './make-evidence.ts'
import { planApp } from './plan-app.ts'
import { planPerson } from './plan-person.ts'
import { proveEntry } from './prove-entry.ts'
import type { Spooled } from './spool.ts'
import type { EvidenceParts } from './write-evidence.ts'

export type EvidenceDeps = { sql: Sql; limits: Limits; config: Pick<Config, 'url'>; evidence: EvidenceParts }

const sendFile = (reply: FastifyReply, { stream, bytes }: Spooled, name: string) =>
  reply
    .headers({
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
      'content-length': bytes,
      'content-disposition': `attachment; filename="${name}-${now().toISOString().slice(0, 10)}${bundleSuffix}"`
    })
    .send(stream)

const checkPeriod = ({ since, until }: Period): void => {
  if (since !== undefined && until !== undefined && since > until)
    throw new Refusal('invalid_request', { detail: 'since is later than until' })
}

// RFC 6749 §5.2.
const challenge = async (_request: unknown, reply: FastifyReply, error: Error) => {
  if (error instanceof Refusal && error.status === 401) void reply.header('www-authenticate', 'Basic realm="Parley"')
}

const bundleRoutes = (app: App, { sql, limits, config, evidence }: EvidenceDeps): void => {
  const parts = { sql, ...evidence }
  const response = { 200: EvidenceFile }
  const mine = { schema: { querystring: EvidenceQuery, response }, exposeHeadRoute: false }
  app.get('/api/evidence', mine, async (request, reply) => {
    const { person } = await signedIn(sql, request)
    checkPeriod(request.query)
    await limits.spend('evidence by person', person)
    const made = await makeEvidence(parts, (tx) => planPerson(tx, person, request.query))
    return sendFile(reply, made, 'parley')
  })
  const own = { schema: { querystring: EvidencePeriod, response }, exposeHeadRoute: false, onError: challenge }
  app.get('/v1/evidence', own, async (request, reply) => {
    const client = await authenticateClient({ sql, limits, config }, request)
    checkPeriod(request.query)
    await limits.spend('evidence by app', client.id)
    const made = await makeEvidence(parts, (tx) => planApp(tx, client.id, request.query))
    return sendFile(reply, made, client.clientId)
  })
}

const entryRoutes = (app: App, { sql }: EvidenceDeps): void => {
  const params = Strict({ id: Id })
  const proof = { schema: { params, response: { 200: LoggedEntry } } }
  app.get('/api/activity/:id/proof', proof, async (request) => {
    const { person } = await signedIn(sql, request)
    return proveEntry(sql, person, request.params.id)
  })
  const querystring = Strict({ entry: Type.Optional(Type.Literal('1')) })
  const tlog = { schema: { params, querystring, response: { 200: TlogProofText } } }
  app.get('/api/activity/:id/tlog-proof', tlog, async (request, reply) => {
    const { person } = await signedIn(sql, request)
    const { id } = request.params
    const proved = await proveEntry(sql, person, id)
    if ('pending' in proved) throw new Refusal('evidence_pending')
    const { index, entry, path, checkpoint } = proved
    const attach = (ending: string, type: string) =>
      reply.headers({ 'content-disposition': `attachment; filename="${id}.${ending}"`, 'content-type': type })
    if (request.query.entry === '1')
      return attach('entry', 'application/octet-stream').send(Buffer.from(entry, 'base64') as never)
    const text = formatTlogProof({ index, path: path.map((hash) => fromBase64(hash)!), checkpoint })
    return attach('tlog-proof', 'text/plain; charset=utf-8').send(text)
  })
  const list = { schema: { querystring: ReadOfMineQuery, response: { 200: ReadOfMinePage } } }
  app.get('/api/activity/about-me', list, async (request) => {
    const { person } = await signedIn(sql, request)
    const { limit = 50, ...page } = request.query
    return listAboutMe(sql, person, { ...page, limit })
  })
  const days = { schema: { querystring: PageQuery, response: { 200: DayOfMinePage } } }
  app.get('/api/activity/about-me/days', days, async (request) => {
    const { person } = await signedIn(sql, request)
    const { limit = 50, ...page } = request.query
    return listDaysAboutMe(sql, person, { ...page, limit })
  })
}

export const evidenceRoutes = (app: App, deps: EvidenceDeps): void => {
  bundleRoutes(app, deps)
  entryRoutes(app, deps)
}
