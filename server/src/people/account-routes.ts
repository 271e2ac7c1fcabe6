// /api/sign-up, /api/sign-in, /api/sign-out and /api/me: by password.
import { SignIn, SignUp } from '@parley/protocol/api/people.ts'
import type { Bus } from '../base/bus.ts'
import type { Config } from '../base/config.ts'
import type { App } from '../base/http.ts'
import type { Limits } from '../base/limits.ts'
import type { Sql } from '../base/sql.ts'
import { checkPassword } from './check-password.ts'
import { endSession } from './end-session.ts'
import { readMe } from './read-me.ts'
import { clearSessionCookie } from './session-cookie.ts'
import { signInHere } from './sign-in-here.ts'
import { signUp } from './sign-up.ts'
import { signedIn } from './signed-in.ts'

export type PeopleParts = { sql: Sql; bus: Bus; limits: Limits; config: Config }

export const accountRoutes = (app: App, parts: PeopleParts): void => {
  const { sql, config } = parts

  app.post('/api/sign-up', { schema: { body: SignUp } }, async (request, reply) => {
    const person = await signUp(parts, request.body, request.ip)
    await signInHere(parts, request, reply, person)
    return reply.status(201).send(await readMe(sql, person))
  })

  app.post('/api/sign-in', { schema: { body: SignIn } }, async (request, reply) => {
    const { handle, password } = request.body
    const person = await checkPassword(parts, handle, password, request.ip)
    await signInHere(parts, request, reply, person)
    return readMe(sql, person)
  })

  app.post('/api/sign-out', async (request, reply) => {
    const { person, session } = await signedIn(sql, request)
    clearSessionCookie(reply, config.url)
    await endSession(parts, person, session)
    return reply.status(204).send()
  })

  app.get('/api/me', async (request) => readMe(sql, (await signedIn(sql, request)).person))
}
