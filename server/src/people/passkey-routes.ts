// Signing up and in by passkey, and /api/passkeys.
import {
  AddPasskey,
  Me,
  Passkey,
  PasskeyAnswer,
  PasskeyOptions,
  PasskeyPage,
  SignUpPasskey
} from '@parley/protocol/api/people.ts'
import { Id, Nothing, PageQuery, Strict } from '@parley/protocol/api/scalars.ts'
import type { App } from '../base/http.ts'
import type { PeopleParts } from './account-routes.ts'
import { addPasskey } from './add-passkey.ts'
import { checkPasskey } from './check-passkey.ts'
import { describeDevice } from './describe-device.ts'
import { listPasskeys } from './list-passkeys.ts'
import { challengeMinutes } from './make-challenge.ts'
import { offerAddedPasskey } from './offer-added-passkey.ts'
import { offerSignIn } from './offer-sign-in.ts'
import { offerSignUp } from './offer-sign-up.ts'
import { readMe } from './read-me.ts'
import { removePasskey } from './remove-passkey.ts'
import { confirmedMinutesMax, requireConfirmed } from './require-confirmed.ts'
import { signInHere } from './sign-in-here.ts'
import { signUpPasskey } from './sign-up-passkey.ts'
import { signedIn } from './signed-in.ts'

export const passkeyRoutes = (app: App, parts: PeopleParts): void => {
  const { sql } = parts

  app.post(
    '/api/sign-up/passkey/options',
    { schema: { body: SignUpPasskey, response: { 200: PasskeyOptions } } },
    async (request) => offerSignUp(parts, request.body, request.ip)
  )
  app.post(
    '/api/sign-up/passkey',
    { schema: { body: PasskeyAnswer, response: { 201: Me } } },
    async (request, reply) => {
      const device = describeDevice(request.headers['user-agent'])
      const person = await signUpPasskey(parts, request.body, device, request.ip)
      await signInHere(parts, request, reply, person)
      return reply.status(201).send(await readMe(sql, person))
    }
  )

  app.post('/api/sign-in/passkey/options', { schema: { response: { 200: PasskeyOptions } } }, async (request) =>
    offerSignIn(parts, request.ip)
  )
  app.post(
    '/api/sign-in/passkey',
    { schema: { body: PasskeyAnswer, response: { 200: Me } } },
    async (request, reply) => {
      const person = await checkPasskey(parts, request.body)
      await signInHere(parts, request, reply, person)
      return readMe(sql, person)
    }
  )

  app.get('/api/passkeys', { schema: { querystring: PageQuery, response: { 200: PasskeyPage } } }, async (request) => {
    const { person } = await signedIn(sql, request)
    return listPasskeys(sql, person, request.query)
  })
  app.post('/api/passkeys/options', { schema: { response: { 200: PasskeyOptions } } }, async (request) => {
    const { person, session } = await signedIn(sql, request)
    await requireConfirmed(sql, session)
    return offerAddedPasskey(parts, person, request.ip)
  })
  app.post('/api/passkeys', { schema: { body: AddPasskey, response: { 201: Passkey } } }, async (request, reply) => {
    const { person, session } = await signedIn(sql, request)
    // Confirmed when the options were asked for, and these last some minutes.
    await requireConfirmed(sql, session, confirmedMinutesMax + challengeMinutes)
    return reply.status(201).send(await addPasskey(parts, person, request.body))
  })
  app.delete(
    '/api/passkeys/:id',
    { schema: { params: Strict({ id: Id }), response: { 204: Nothing } } },
    async (request, reply) => {
      const { person } = await signedIn(sql, request)
      await removePasskey(parts, person, request.params.id)
      return reply.status(204).send()
    }
  )
}
