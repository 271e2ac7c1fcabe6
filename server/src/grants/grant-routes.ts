// Connected apps over HTTP: list, look, preview, narrow, pause, revoke.
import { Grant, GrantPage, Narrow, Preview } from '@parley/protocol/api/grant.ts'
import { ChangedGrant } from '@parley/protocol/api/changed.ts'
import { Id, PageQuery, Strict } from '@parley/protocol/api/scalars.ts'
import Type from 'typebox'
import { readCursor } from '../base/cursor.ts'
import type { App } from '../base/http.ts'
import { receiptsOf, type ReceiptParts } from '../log/receipts-of.ts'
import { signedIn } from '../people/signed-in.ts'
import { findGrant, listGrants } from './list-grants.ts'
import { narrowGrant } from './narrow-grant.ts'
import { previewGrant } from './preview-grant.ts'
import { pauseGrant, resumeGrant } from './pause-grant.ts'
import { revokeGrant } from './revoke-grant.ts'
import type { GrantParts } from './settle-grant.ts'

const ById = Strict({ id: Id })

export const grantRoutes = (app: App, parts: GrantParts & ReceiptParts): void => {
  const { sql } = parts
  const answer = async (person: string, grant: string, events: string[]): Promise<ChangedGrant> => {
    const [now, receipts] = await Promise.all([findGrant(sql, person, grant), receiptsOf(parts, events)])
    return { ...now, receipts }
  }
  const query = Strict({ ...PageQuery.properties, app: Type.Optional(Id) })
  app.get('/api/grants', { schema: { querystring: query, response: { 200: GrantPage } } }, async (request) => {
    const { person } = await signedIn(sql, request)
    const { after, limit = 50, app: only } = request.query
    return listGrants(sql, person, {
      after: after === undefined ? undefined : readCursor(after, 'string')[0],
      limit,
      app: only
    })
  })
  app.get('/api/grants/:id', { schema: { params: ById, response: { 200: Grant } } }, async (request) => {
    const { person } = await signedIn(sql, request)
    return findGrant(sql, person, request.params.id)
  })
  app.get('/api/grants/:id/preview', { schema: { params: ById, response: { 200: Preview } } }, async (request) => {
    const { person } = await signedIn(sql, request)
    const grant = await findGrant(sql, person, request.params.id)
    const answers = grant.ended ? { ...grant.answers, actions: [] } : grant.answers
    return previewGrant(sql, { person, app: grant.app.id, answers, grant: grant.id })
  })
  const narrowing = { params: ById, body: Narrow, response: { 200: ChangedGrant } }
  app.post('/api/grants/:id/narrow', { schema: narrowing }, async (request) => {
    const { person } = await signedIn(sql, request)
    const { id } = request.params
    return answer(person, id, await narrowGrant(parts, person, id, request.body))
  })
  const pausing = { params: ById, body: Strict({ conversation: Type.Optional(Id) }), response: { 200: ChangedGrant } }
  app.post('/api/grants/:id/pause', { schema: pausing }, async (request) => {
    const { person } = await signedIn(sql, request)
    const { id } = request.params
    return answer(person, id, await pauseGrant(parts, person, id, request.body.conversation))
  })
  app.post('/api/grants/:id/resume', { schema: pausing }, async (request) => {
    const { person } = await signedIn(sql, request)
    const { id } = request.params
    return answer(person, id, await resumeGrant(parts, person, id, request.body.conversation))
  })
  app.post('/api/grants/:id/revoke', { schema: { params: ById, response: { 200: ChangedGrant } } }, async (request) => {
    const { person } = await signedIn(sql, request)
    const { id } = request.params
    return answer(person, id, await revokeGrant(parts, person, id, 'revoked'))
  })
}
