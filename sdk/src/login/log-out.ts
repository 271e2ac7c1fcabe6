// Logs a person out of the app and, if they wish, out of the platform (OpenID Connect RP-Initiated Logout 1.0).
import type { Access } from '../access.ts'
import { dropTokens } from './drop-tokens.ts'

/**
 * returnTo: a registered post-logout address to which the platform sends the person back. keep: the session stays, for apps that go
 * on working for a person who is not there; only the address is made.
 */
export type LogOutOptions = { returnTo?: string; keep?: boolean }

/**
 * Forgets the session and returns the address at which the platform asks the person whether to sign out there too
 * (RP-Initiated Logout §2); send the browser there, or do not. The permission itself stays: to end it, give it back first.
 */
export const logOut = async (access: Access, options: LogOutOptions = {}): Promise<{ url: string }> => {
  const { platform, session } = access
  const server = await platform.server()
  if (!options.keep) {
    await platform.store.delete(`session:${session.id}`)
    await dropTokens(platform, session)
  }
  const url = new URL(server.end_session_endpoint ?? platform.url)
  url.searchParams.set('client_id', platform.client.client_id)
  if (session.idToken) url.searchParams.set('id_token_hint', session.idToken)
  if (options.returnTo) url.searchParams.set('post_logout_redirect_uri', options.returnTo)
  return { url: url.href }
}
