// /api/people, /api/friends, /api/friend-requests and /api/blocks.
import { AskFriend, BlockPage, FriendPage, FriendRequestPage, PersonFound } from '@parley/protocol/api/people.ts'
import { Handle, Id, Nothing, PageQuery, Strict } from '@parley/protocol/api/scalars.ts'
import type { App } from '../base/http.ts'
import { acceptFriend } from './accept-friend.ts'
import type { PeopleParts } from './account-routes.ts'
import { askFriend } from './ask-friend.ts'
import { blockPerson } from './block-person.ts'
import { declineFriend } from './decline-friend.ts'
import { findPerson } from './find-person.ts'
import { listBlocks } from './list-blocks.ts'
import { listFriendRequests } from './list-friend-requests.ts'
import { listFriends } from './list-friends.ts'
import { signedIn } from './signed-in.ts'
import { takeBackRequest } from './take-back-request.ts'
import { unblockPerson } from './unblock-person.ts'
import { unfriend } from './unfriend.ts'

const withPerson = { schema: { params: Strict({ person: Id }), response: { 204: Nothing } } }
const found = { params: Strict({ handle: Handle }), response: { 200: PersonFound } }
const friends = { querystring: PageQuery, response: { 200: FriendPage } }
const requests = { querystring: PageQuery, response: { 200: FriendRequestPage } }
const blocks = { querystring: PageQuery, response: { 200: BlockPage } }

export const friendRoutes = (app: App, parts: PeopleParts): void => {
  const { sql } = parts

  app.get('/api/people/:handle', { schema: found }, async (request) => {
    const { person } = await signedIn(sql, request)
    return findPerson(parts, person, request.params.handle)
  })

  app.get('/api/friends', { schema: friends }, async (request) => {
    const { person } = await signedIn(sql, request)
    return listFriends(sql, person, request.query)
  })
  app.delete('/api/friends/:person', withPerson, async (request, reply) => {
    const { person } = await signedIn(sql, request)
    await unfriend(parts, person, request.params.person)
    return reply.status(204).send()
  })

  app.get('/api/friend-requests', { schema: requests }, async (request) => {
    const { person } = await signedIn(sql, request)
    return listFriendRequests(sql, person, request.query)
  })
  app.post(
    '/api/friend-requests',
    { schema: { body: AskFriend, response: { 201: PersonFound } } },
    async (request, reply) => {
      const { person } = await signedIn(sql, request)
      return reply.status(201).send(await askFriend(parts, person, request.body.handle))
    }
  )
  app.post('/api/friend-requests/:person/accept', withPerson, async (request, reply) => {
    const { person } = await signedIn(sql, request)
    await acceptFriend(parts, person, request.params.person)
    return reply.status(204).send()
  })
  app.post('/api/friend-requests/:person/decline', withPerson, async (request, reply) => {
    const { person } = await signedIn(sql, request)
    await declineFriend(parts, person, request.params.person)
    return reply.status(204).send()
  })
  app.delete('/api/friend-requests/:person', withPerson, async (request, reply) => {
    const { person } = await signedIn(sql, request)
    await takeBackRequest(parts, person, request.params.person)
    return reply.status(204).send()
  })

  app.get('/api/blocks', { schema: blocks }, async (request) => {
    const { person } = await signedIn(sql, request)
    return listBlocks(sql, person, request.query)
  })
  app.put('/api/blocks/:person', withPerson, async (request, reply) => {
    const { person } = await signedIn(sql, request)
    await blockPerson(parts, person, request.params.person)
    return reply.status(204).send()
  })
  app.delete('/api/blocks/:person', withPerson, async (request, reply) => {
    const { person } = await signedIn(sql, request)
    await unblockPerson(parts, person, request.params.person)
    return reply.status(204).send()
  })
}
