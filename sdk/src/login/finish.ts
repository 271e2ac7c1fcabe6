// Finishes a login: checks the callback, redeems the code, keeps the session.
import * as oauth from 'oauth4webapi'
import { nowMs } from '../clock.ts'
import type { Platform } from '../platform.ts'
import type { KeptAttempt, KeptSession } from '../store.ts'
import { dropTokens } from './drop-tokens.ts'
import { proofOf } from './key.ts'
import { oauthError, withNonce } from './oauth-error.ts'
import { redirectUriOf } from './redirect-uri.ts'
import { sessionFromAnswer } from './session-from-answer.ts'
import { staleLogin } from './stale-login.ts'

/** attempt: what `start` gave, from the cookie. url: the address at which the person came back; its query is what counts. */
export type FinishOptions = { attempt: string | undefined; url: string | URL; signal?: AbortSignal }

const redeem = async (
  platform: Platform,
  attempt: KeptAttempt,
  query: URLSearchParams,
  signal: AbortSignal | undefined
): Promise<oauth.TokenEndpointResponse> => {
  const server = await platform.server()
  const { client, authentication } = platform
  // Checks state, and iss against mix-up (RFC 9207 §2.4); throws what the person or the platform answered instead of a code.
  const parameters = oauth.validateAuthResponse(server, client, query, attempt.state)
  const request = { ...platform.http, DPoP: await proofOf(client, attempt.key), ...(signal && { signal }) }
  return withNonce(async () => {
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication,
      parameters,
      redirectUriOf(platform),
      attempt.verifier,
      request
    )
    return oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: attempt.nonce,
      requireIdToken: true
    })
  })
}

/**
 * Finishes the login that `start` began. An attempt works once. Throws ParleyRefusal: `access_denied` when the person said no,
 * `login_stale` and `login_mismatch` when the callback does not belong to the attempt (start again), or what the token endpoint said.
 * When a session had asked for more, it keeps its id; if the person gave no permission this time, it stays as it was.
 */
export const finishLogin = async (platform: Platform, options: FinishOptions): Promise<KeptSession> => {
  const name = `attempt:${options.attempt ?? ''}`
  const attempt = options.attempt ? await platform.store.get(name) : undefined
  if (attempt?.kind !== 'attempt') throw staleLogin()
  await platform.store.delete(name)
  if (attempt.expiresAt < nowMs()) throw staleLogin()
  const query = new URL(options.url, redirectUriOf(platform)).searchParams
  const answer = await redeem(platform, attempt, query, options.signal).catch((error: unknown) => {
    throw oauthError(error)
  })
  const earlier = attempt.session ? await platform.store.get(`session:${attempt.session}`) : undefined
  const { sub } = oauth.getValidatedIdTokenClaims(answer)!
  const same = earlier?.kind === 'session' && earlier.person.id === sub ? earlier : undefined
  const session = sessionFromAnswer(answer, attempt.key, same?.id)
  if (same && attempt.asked && !session.detail) {
    await dropTokens(platform, session)
    return same
  }
  await platform.store.set(`session:${session.id}`, session)
  return session
}
