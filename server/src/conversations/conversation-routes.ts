// /api/conversations: what people do with conversations over HTTP.
import {
  AddMembers,
  Conversation,
  ConversationPage,
  Events,
  EventsQuery,
  MarkRead,
  OpenConversation,
  SendMessage,
  Sent,
  Title
} from '@parley/protocol/api/events.ts'
import { Id, Nothing, PageQuery, Strict } from '@parley/protocol/api/scalars.ts'
import type { Bus } from '../base/bus.ts'
import type { App } from '../base/http.ts'
import type { Limits } from '../base/limits.ts'
import type { Sql } from '../base/sql.ts'
import { signedIn } from '../people/signed-in.ts'
import { addMembers } from './add-members.ts'
import { contentOf } from './content-of.ts'
import { deleteMessage } from './delete-message.ts'
import { leaveConversation } from './leave-conversation.ts'
import { listConversations, readConversation } from './list-conversations.ts'
import { markRead } from './mark-read.ts'
import { openConversation } from './open-conversation.ts'
import { readEvents } from './read-events.ts'
import { renameConversation } from './rename-conversation.ts'
import type { MessageSender } from './send-messages.ts'

export type ConversationParts = { sql: Sql; bus: Bus; limits: Limits; sender: MessageSender }

const params = Strict({ id: Id })
const done = { 204: Nothing }

export const conversationRoutes = (app: App, parts: ConversationParts): void => {
  const { sql, limits, sender } = parts

  app.get(
    '/api/conversations',
    { schema: { querystring: PageQuery, response: { 200: ConversationPage } } },
    async (request) => {
      const { person } = await signedIn(sql, request)
      return listConversations(sql, person, request.query)
    }
  )

  const open = { body: OpenConversation, response: { 200: Conversation, 201: Conversation } }
  app.post('/api/conversations', { schema: open }, async (request, reply) => {
    const { person } = await signedIn(sql, request)
    const { id, opened } = await openConversation(parts, person, request.body)
    return reply.status(opened ? 201 : 200).send(await readConversation(sql, person, id))
  })

  app.get('/api/conversations/:id', { schema: { params, response: { 200: Conversation } } }, async (request) => {
    const { person } = await signedIn(sql, request)
    return readConversation(sql, person, request.params.id)
  })

  const page = { params, querystring: EventsQuery, response: { 200: Events } }
  app.get('/api/conversations/:id/events', { schema: page }, async (request) => {
    const { person } = await signedIn(sql, request)
    return readEvents(sql, person, request.params.id, request.query)
  })

  const send = { params, body: SendMessage, response: { 201: Sent } }
  app.post('/api/conversations/:id/messages', { schema: send }, async (request, reply) => {
    const { person } = await signedIn(sql, request)
    const { clientId: id, replyTo } = request.body
    const message = { conversation: request.params.id, person, id, content: contentOf(request.body), replyTo }
    await limits.spend('send', person)
    return reply.status(201).send(await sender.send(message))
  })

  groupRoutes(app, parts)

  app.delete(
    '/api/conversations/:id/messages/:message',
    { schema: { params: Strict({ id: Id, message: Id }), response: done } },
    async (request, reply) => {
      const { person } = await signedIn(sql, request)
      await deleteMessage(parts, person, request.params.id, request.params.message)
      return reply.status(204).send()
    }
  )

  app.put(
    '/api/conversations/:id/read',
    { schema: { params, body: MarkRead, response: done } },
    async (request, reply) => {
      const { person } = await signedIn(sql, request)
      await markRead(parts, person, request.params.id, request.body.seq)
      return reply.status(204).send()
    }
  )
}

const groupRoutes = (app: App, parts: ConversationParts): void => {
  const { sql } = parts

  app.post(
    '/api/conversations/:id/members',
    { schema: { params, body: AddMembers, response: done } },
    async (request, reply) => {
      const { person } = await signedIn(sql, request)
      await addMembers(parts, person, request.params.id, request.body.people)
      return reply.status(204).send()
    }
  )

  app.delete('/api/conversations/:id/members/me', { schema: { params, response: done } }, async (request, reply) => {
    const { person } = await signedIn(sql, request)
    await leaveConversation(parts, person, request.params.id)
    return reply.status(204).send()
  })

  app.put(
    '/api/conversations/:id/title',
    { schema: { params, body: Strict({ title: Title }), response: done } },
    async (request, reply) => {
      const { person } = await signedIn(sql, request)
      await renameConversation(parts, person, request.params.id, request.body.title)
      return reply.status(204).send()
    }
  )
}
