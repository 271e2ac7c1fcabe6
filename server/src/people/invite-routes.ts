// /api/invites: making a link, seeing who invites, accepting.
import { Invite, InviteSeen } from '@parley/protocol/api/people.ts'
import { Nothing, Strict } from '@parley/protocol/api/scalars.ts'
import Type from 'typebox'
import type { App } from '../base/http.ts'
import { Refusal } from '../base/refusal.ts'
import { acceptInvite } from './accept-invite.ts'
import type { PeopleParts } from './account-routes.ts'
import { makeInvite } from './make-invite.ts'
import { seeInvite } from './see-invite.ts'
import { signedIn } from './signed-in.ts'

// A link that was copied badly is an invite that does not exist, not a malformed request.
const params = Strict({ code: Type.String({ maxLength: 200 }) })

export const inviteRoutes = (app: App, parts: PeopleParts): void => {
  const { sql } = parts

  app.post('/api/invites', { schema: { response: { 201: Invite } } }, async (request, reply) => {
    const { person } = await signedIn(sql, request)
    return reply.status(201).send(await makeInvite(parts, person))
  })
  app.get('/api/invites/:code', { schema: { params, response: { 200: InviteSeen } } }, async (request) => {
    // Who has no account yet may look, to know whose friend they would sign up as.
    const me = await signedIn(sql, request).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined
      throw error
    })
    return seeInvite(parts, me?.person, request.params.code, request.ip)
  })
  app.post('/api/invites/:code/accept', { schema: { params, response: { 204: Nothing } } }, async (request, reply) => {
    const { person } = await signedIn(sql, request)
    await acceptInvite(parts, person, request.params.code, request.ip)
    return reply.status(204).send()
  })
}
