// Where a person goes on to who links their account: Parley's login, with what the app asks for.
import { type Ask, askedDetail } from '../login/ask.ts'
import type { Platform } from '../platform.ts'

/** What an assistant sends and Parley needs; the address to return to is checked by Parley. */
const passed = ['response_type', 'client_id', 'redirect_uri', 'state', 'code_challenge', 'code_challenge_method']

/**
 * query: what the assistant sent the person with. It can only ask for scopes, and a scope stands for the least: messages that the app wrote,
 * and the replies to them. This address asks in Parley's own form (RFC 9396). Throws ParleyUnreachable.
 */
export const linkAddress = async (platform: Platform, query: unknown, ask: Ask): Promise<string> => {
  const given = new Map(Object.entries(query ?? {}))
  const { authorization_endpoint: login } = await platform.server()
  const url = new URL(login!)
  for (const name of passed) {
    const value: unknown = given.get(name)
    if (typeof value === 'string') url.searchParams.set(name, value)
  }
  url.searchParams.set('scope', 'openid profile offline_access')
  url.searchParams.set('prompt', 'consent')
  url.searchParams.set('authorization_details', JSON.stringify([askedDetail(ask)]))
  return url.href
}
