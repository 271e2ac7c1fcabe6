// DELETE /api/me: closing one's account.
import { Nothing } from '@parley/protocol/api/scalars.ts'
import type { App } from '../base/http.ts'
import { requireConfirmed } from '../people/require-confirmed.ts'
import { clearSessionCookie } from '../people/session-cookie.ts'
import { signedIn } from '../people/signed-in.ts'
import { closeAccount } from './close-account.ts'
import type { ErasureParts } from './empty-account.ts'

// It cannot be undone, so the password or passkey was shown just now (POST /api/me/confirm).
const confirmedMinutesMax = 5

export const privacyRoutes = (app: App, parts: ErasureParts): void => {
  app.delete('/api/me', { schema: { response: { 204: Nothing } } }, async (request, reply) => {
    const { person, session } = await signedIn(parts.sql, request)
    await requireConfirmed(parts.sql, session, confirmedMinutesMax)
    try {
      await closeAccount(parts, person)
    } catch (error) {
      // Whether it is closed decides the answer; what is left to take away, the sweep takes.
      const [open] = await parts.sql`select from people.person where id = ${person} and closed_at is null`
      if (open) throw error
      request.log.error({ err: error }, 'an account was closed, and what it leaves behind waits for the sweep')
    }
    clearSessionCookie(reply)
    return reply.status(204).send()
  })
}
