// Finishes a login: checks the callback, redeems the code, keeps the session.
import type { GrantedDetail } from '@parley/protocol/api/grant.ts'
import * as oauth from 'oauth4webapi'
import { nowMs } from '../clock.ts'
import type { Platform } from '../platform.ts'
import { randomName } from '../random.ts'
import { ParleyRefusal } from '../refusal.ts'
import type { KeptAttempt, KeptSession } from '../store.ts'
import { dropTokens } from './drop-tokens.ts'
import { proofOf } from './key.ts'
import { oauthError, withNonce } from './oauth-error.ts'

/** attempt: what `start` gave, from the cookie. url: the address at which the person came back; its query is what counts. */
export type FinishOptions = { attempt: string | undefined; url: string | URL; signal?: AbortSignal }

const stale = (): ParleyRefusal =>
  new ParleyRefusal('login_stale', {
    status: 400,
    title: 'This login is too old or was finished already; start it again'
  })

/** What a token answer says about the permission (RFC 9396 §7); undefined after "log in only". */
export const grantedDetail = (answer: oauth.TokenEndpointResponse): GrantedDetail | undefined =>
  answer.authorization_details?.find((detail) => detail.type === 'parley_messages') as GrantedDetail | undefined

const redeem = async (
  platform: Platform,
  attempt: KeptAttempt,
  query: URLSearchParams,
  signal: AbortSignal | undefined
): Promise<oauth.TokenEndpointResponse> => {
  const server = await platform.server()
  const { client, authentication, redirectUri } = platform
  // Checks state, and iss against mix-up (RFC 9207 §2.4); throws what the person or the platform answered instead of a code.
  const parameters = oauth.validateAuthResponse(server, client, query, attempt.state)
  const request = { ...platform.http, DPoP: await proofOf(client, attempt.key), ...(signal && { signal }) }
  return withNonce(async () => {
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication,
      parameters,
      redirectUri,
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
  if (attempt?.kind !== 'attempt') throw stale()
  await platform.store.delete(name)
  if (attempt.expiresAt < nowMs()) throw stale()
  const query = new URL(options.url, platform.redirectUri).searchParams
  const answer = await redeem(platform, attempt, query, options.signal).catch((error: unknown) => {
    throw oauthError(error)
  })
  const claims = oauth.getValidatedIdTokenClaims(answer)!
  const detail = grantedDetail(answer)
  const earlier = attempt.session ? await platform.store.get(`session:${attempt.session}`) : undefined
  const same = earlier?.kind === 'session' && earlier.person.id === claims.sub ? earlier : undefined
  const session: KeptSession = {
    kind: 'session',
    id: same?.id ?? randomName(),
    person: { id: claims.sub, ...(typeof claims['name'] === 'string' && { name: claims['name'] }) },
    accessToken: answer.access_token,
    accessExpiresAt: nowMs() + (answer.expires_in ?? 60) * 1000,
    ...(answer.refresh_token !== undefined && { refreshToken: answer.refresh_token }),
    ...(answer.id_token !== undefined && { idToken: answer.id_token }),
    ...(detail && { detail }),
    key: attempt.key
  }
  if (same && attempt.asked && !detail) {
    await dropTokens(platform, session)
    return same
  }
  await platform.store.set(`session:${session.id}`, session)
  return session
}
