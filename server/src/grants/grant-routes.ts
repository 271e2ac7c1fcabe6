// Connected apps over HTTP: list, look, preview, narrow, revoke.
import { Grant, GrantPage, Narrow, Preview } from '@parley/protocol/api/grant.ts'
import { Revoked } from '@parley/protocol/api/revoked.ts'
import { Id, PageQuery, Strict } from '@parley/protocol/api/scalars.ts'
import Type from 'typebox'
import { readCursor } from '../base/cursor.ts'
import type { App } from '../base/http.ts'
import type { LogKeeper } from '../log/log-keeper.ts'
import { signReceipt } from '../log/sign-receipt.ts'
import { signedIn } from '../people/signed-in.ts'
import { findGrant, listGrants } from './list-grants.ts'
import { narrowGrant } from './narrow-grant.ts'
import { previewGrant } from './preview-grant.ts'
import { pauseGrant, resumeGrant } from './pause-grant.ts'
import { readEnding } from './read-ending.ts'
import { revokeGrant } from './revoke-grant.ts'
import type { GrantParts } from './settle-grant.ts'

const ById = Strict({ id: Id })

export const grantRoutes = (app: App, parts: GrantParts & { log: LogKeeper }): void => {
  const { sql } = parts
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
  app.post(
    '/api/grants/:id/narrow',
    { schema: { params: ById, body: Narrow, response: { 200: Grant } } },
    async (request) => {
      const { person } = await signedIn(sql, request)
      await narrowGrant(parts, person, request.params.id, request.body)
      return findGrant(sql, person, request.params.id)
    }
  )
  const pausing = { params: ById, body: Strict({ conversation: Type.Optional(Id) }), response: { 200: Grant } }
  app.post('/api/grants/:id/pause', { schema: pausing }, async (request) => {
    const { person } = await signedIn(sql, request)
    await pauseGrant(parts, person, request.params.id, request.body.conversation)
    return findGrant(sql, person, request.params.id)
  })
  app.post('/api/grants/:id/resume', { schema: pausing }, async (request) => {
    const { person } = await signedIn(sql, request)
    await resumeGrant(parts, person, request.params.id, request.body.conversation)
    return findGrant(sql, person, request.params.id)
  })
  app.post('/api/grants/:id/revoke', { schema: { params: ById, response: { 200: Revoked } } }, async (request) => {
    const { person } = await signedIn(sql, request)
    const { id } = request.params
    await revokeGrant(parts, person, id, 'revoked')
    const [grant, ending] = await Promise.all([findGrant(sql, person, id), readEnding(sql, id)])
    return { ...grant, receipts: ending ? [await signReceipt(parts.log, ending)] : [] }
  })
}
