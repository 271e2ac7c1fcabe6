// /api/sign-up and /api/sign-in by password, and /api/me.
import { Confirm, HearOfReaders, Me, Rename, SetPassword, SignIn, SignUp } from '@parley/protocol/api/people.ts'
import { Nothing } from '@parley/protocol/api/scalars.ts'
import type { Bus } from '../base/bus.ts'
import type { Config } from '../base/config.ts'
import type { App } from '../base/http.ts'
import type { Limits } from '../base/limits.ts'
import type { Sql } from '../base/sql.ts'
import { checkPassword } from './check-password.ts'
import { confirmPerson } from './confirm-person.ts'
import { markBrowser } from './known-browser.ts'
import { readMe } from './read-me.ts'
import { hearOfReaders } from './hear-of-readers.ts'
import { renamePerson } from './rename-person.ts'
import { setPassword } from './set-password.ts'
import { signInHere } from './sign-in-here.ts'
import { signUp } from './sign-up.ts'
import { signedIn } from './signed-in.ts'

export type PeopleParts = { sql: Sql; bus: Bus; limits: Limits; config: Config; secret: string }

export const accountRoutes = (app: App, parts: PeopleParts): void => {
  const { sql } = parts

  app.post('/api/sign-up', { schema: { body: SignUp, response: { 201: Me } } }, async (request, reply) => {
    const person = await signUp(parts, request.body, request.ip)
    await signInHere(parts, request, reply, person)
    return reply.status(201).send(await readMe(sql, person))
  })

  app.post('/api/sign-in', { schema: { body: SignIn, response: { 200: Me } } }, async (request, reply) => {
    const { handle, password } = request.body
    const { person, passwordOf } = await checkPassword(parts, handle, password, request)
    await signInHere(parts, request, reply, person, passwordOf)
    return readMe(sql, person)
  })

  app.get('/api/me', { schema: { response: { 200: Me } } }, async (request) =>
    readMe(sql, (await signedIn(sql, request)).person)
  )
  app.patch('/api/me', { schema: { body: Rename, response: { 200: Me } } }, async (request) => {
    const { person } = await signedIn(sql, request)
    await renamePerson(sql, person, request.body.name)
    return readMe(sql, person)
  })
  app.put('/api/me/hears-of-readers', { schema: { body: HearOfReaders, response: { 200: Me } } }, async (request) => {
    const { person } = await signedIn(sql, request)
    await hearOfReaders(sql, person, request.body.on)
    return readMe(sql, person)
  })
  app.post('/api/me/confirm', { schema: { body: Confirm, response: { 204: Nothing } } }, async (request, reply) => {
    await confirmPerson(parts, await signedIn(sql, request), request.body)
    return reply.status(204).send()
  })
  app.put('/api/me/password', { schema: { body: SetPassword, response: { 204: Nothing } } }, async (request, reply) => {
    const here = await signedIn(sql, request)
    await setPassword(parts, here, request.body)
    markBrowser(parts.secret, reply, (await readMe(sql, here.person)).handle)
    return reply.status(204).send()
  })
}
