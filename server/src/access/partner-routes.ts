// The partner API, version 1: what an app can do under a grant. No SQL and no rule here: those are the gate's functions.
import {
  PartnerChanges,
  PartnerConversationPage,
  PartnerDeleted,
  PartnerFriendPage,
  PartnerMe,
  PartnerMessageAnswer,
  PartnerMessagePage,
  PartnerWrite,
  PartnerWritten
} from '@parley/protocol/api/partner.ts'
import { Id, PageQuery, Strict } from '@parley/protocol/api/scalars.ts'
import type { FastifyRequest } from 'fastify'
import type { Bus } from '../base/bus.ts'
import type { App } from '../base/http.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import type { LogKeeper } from '../log/log-keeper.ts'
import type { PairwiseFor } from '../login/pairwise.ts'
import { deleteMessage } from './delete-message.ts'
import { listConversations } from './list-conversations.ts'
import { listFriends } from './list-friends.ts'
import { readChanges } from './read-changes.ts'
import type { Credentials } from './read-credentials.ts'
import { readMessage } from './read-message.ts'
import { readMessages } from './read-messages.ts'
import { withReceipts } from './sign-receipts.ts'
import { whoIs } from './who.ts'
import { writeMessage } from './write-message.ts'

const InConversation = Strict({ conversation: Id })
const OneMessage = Strict({ conversation: Id, message: Id })

// draft-ietf-httpapi-idempotency-key-header §2: any text; ours is bounded.
const readKey = (request: FastifyRequest): string => {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || key === '') throw new Refusal('key_missing')
  if (key.length > 128)
    throw new Refusal('invalid_request', { detail: 'The Idempotency-Key has at most 128 characters' })
  return key
}

export type PartnerDeps = {
  /** partnerSql: connections under the partner-facing role. */
  gate: { partnerSql: Sql; bus: Bus }
  pairwiseFor: PairwiseFor
  credentialsOf: (request: FastifyRequest) => Promise<Credentials>
  log: LogKeeper
}

/** GET routes: who is it, whom and what does the grant reach, what was said. */
const readRoutes = (app: App, { gate, pairwiseFor, credentialsOf, log }: PartnerDeps): void => {
  const { partnerSql } = gate
  app.get('/v1/me', { schema: { response: { 200: PartnerMe } } }, async (request) => {
    const who = await whoIs(partnerSql, await credentialsOf(request))
    return { person: { id: pairwiseFor(who.client_id)(who.person_id), name: who.name } }
  })
  const friends = { querystring: PageQuery, response: { 200: PartnerFriendPage } }
  app.get('/v1/friends', { schema: friends }, async (request) => {
    const { after, limit = 50 } = request.query
    return withReceipts(log, await listFriends(partnerSql, await credentialsOf(request), { after, limit }, pairwiseFor))
  })
  const conversations = { querystring: PageQuery, response: { 200: PartnerConversationPage } }
  app.get('/v1/conversations', { schema: conversations }, async (request) => {
    const { after, limit = 50 } = request.query
    const who = await credentialsOf(request)
    return withReceipts(log, await listConversations(partnerSql, who, { after, limit }, pairwiseFor))
  })
  const page = { params: InConversation, querystring: PageQuery, response: { 200: PartnerMessagePage } }
  app.get('/v1/conversations/:conversation/messages', { schema: page }, async (request) => {
    const { after, limit = 50 } = request.query
    const of = { conversation: request.params.conversation, after, limit }
    return withReceipts(log, await readMessages(gate, await credentialsOf(request), of, pairwiseFor))
  })
  const one = { params: OneMessage, response: { 200: PartnerMessageAnswer } }
  app.get('/v1/conversations/:conversation/messages/:message', { schema: one }, async (request) =>
    withReceipts(log, await readMessage(gate, await credentialsOf(request), request.params, pairwiseFor))
  )
  app.get('/v1/changes', { schema: { querystring: PageQuery, response: { 200: PartnerChanges } } }, async (request) => {
    const { after, limit = 50 } = request.query
    return withReceipts(log, await readChanges(gate, await credentialsOf(request), { after, limit }, pairwiseFor))
  })
}

export const partnerRoutes = (app: App, deps: PartnerDeps): void => {
  const { gate, pairwiseFor, credentialsOf, log } = deps
  readRoutes(app, deps)
  const write = { params: InConversation, body: PartnerWrite, response: { 201: PartnerWritten } }
  app.post('/v1/conversations/:conversation/messages', { schema: write }, async (request, reply) => {
    const what = { conversation: request.params.conversation, key: readKey(request), message: request.body }
    const written = await writeMessage(gate, await credentialsOf(request), what, pairwiseFor)
    return reply.status(201).send(await withReceipts(log, written))
  })
  const one = { params: OneMessage, response: { 200: PartnerDeleted } }
  app.delete('/v1/conversations/:conversation/messages/:message', { schema: one }, async (request) =>
    withReceipts(log, await deleteMessage(gate, await credentialsOf(request), request.params))
  )
}
