// Both sides over HTTP: which apps read a conversation, what people keep from them, groups without apps.
import { Id, PageQuery, Strict } from '@parley/protocol/api/scalars.ts'
import { Changed } from '@parley/protocol/api/changed.ts'
import { Readers, Withhold, WithholdingPage } from '@parley/protocol/api/withhold.ts'
import { readCursor } from '../base/cursor.ts'
import type { App } from '../base/http.ts'
import { Refusal } from '../base/refusal.ts'
import { receiptsOf, type ReceiptParts } from '../log/receipts-of.ts'
import { signedIn } from '../people/signed-in.ts'
import { closeGroup, reopenGroup } from './close-group.ts'
import { listReaders } from './list-readers.ts'
import { listWithheld } from './list-withheld.ts'
import type { GrantParts } from './settle-grant.ts'
import { allowWords, type Withheld, withholdWords } from './withhold.ts'

const ById = Strict({ id: Id })

// A request that lost what it names on its way must not hide, or show, everything everywhere.
const named = ({ app, conversation, everything }: Withhold): Withheld => {
  const isOne = app !== undefined || conversation !== undefined
  if (isOne === (everything === true))
    throw new Refusal('invalid_request', {
      detail: 'Name an app, a conversation or both, or say "everything": true and nothing else for all apps everywhere'
    })
  return { app, conversation }
}

export const withholdRoutes = (app: App, parts: GrantParts & ReceiptParts): void => {
  const { sql } = parts
  const list = { querystring: PageQuery, response: { 200: WithholdingPage } }
  app.get('/api/withheld', { schema: list }, async (request) => {
    const { person } = await signedIn(sql, request)
    const { after, limit = 50 } = request.query
    return listWithheld(sql, person, { after: after === undefined ? undefined : readCursor(after, 'string')[0], limit })
  })
  app.put('/api/withheld', { schema: { body: Withhold, response: { 200: Changed } } }, async (request) => {
    const { person } = await signedIn(sql, request)
    return { receipts: await receiptsOf(parts, await withholdWords(parts, person, named(request.body))) }
  })
  app.delete('/api/withheld', { schema: { querystring: Withhold, response: { 200: Changed } } }, async (request) => {
    const { person } = await signedIn(sql, request)
    return { receipts: await receiptsOf(parts, await allowWords(parts, person, named(request.query))) }
  })
  const readers = { params: ById, response: { 200: Readers } }
  app.get('/api/conversations/:id/readers', { schema: readers }, async (request) => {
    const { person } = await signedIn(sql, request)
    return listReaders(sql, person, request.params.id)
  })
  const closing = { params: ById, response: { 200: Changed } }
  app.put('/api/conversations/:id/closed-to-apps', { schema: closing }, async (request) => {
    const { person } = await signedIn(sql, request)
    return { receipts: await receiptsOf(parts, await closeGroup(parts, person, request.params.id)) }
  })
  app.delete('/api/conversations/:id/closed-to-apps', { schema: closing }, async (request) => {
    const { person } = await signedIn(sql, request)
    return { receipts: await receiptsOf(parts, await reopenGroup(parts, person, request.params.id)) }
  })
}
