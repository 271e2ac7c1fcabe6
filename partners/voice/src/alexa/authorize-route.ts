// GET /alexa/authorize: where Alexa sends people who link their account; it leads on to Parley's login, with what the skill asks for.
import type { FastifyInstance } from 'fastify'
import { type Ask, askedDetail } from '@parley/sdk'

/** What Alexa sends and Parley needs; the address to return to is checked by Parley. */
const passed = ['response_type', 'client_id', 'redirect_uri', 'state', 'code_challenge', 'code_challenge_method']

/**
 * Alexa can only ask for scopes, and a scope stands for the least: messages that the skill wrote, and the replies to them. The skill reads
 * what friends write, so it asks in Parley's own form (RFC 9396).
 */
export const authorizeRoute = (app: FastifyInstance, parley: string, ask: Ask): void => {
  app.get('/alexa/authorize', async (request, reply) => {
    const given = request.query as Record<string, unknown>
    const url = new URL(`${parley}/oauth/authorize`)
    for (const name of passed) if (typeof given[name] === 'string') url.searchParams.set(name, given[name])
    url.searchParams.set('scope', 'openid profile offline_access')
    url.searchParams.set('prompt', 'consent')
    url.searchParams.set('authorization_details', JSON.stringify([askedDetail(ask)]))
    return reply.redirect(url.href, 302)
  })
}
