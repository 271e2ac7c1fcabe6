// Gets new tokens for a session (RFC 6749 §6), one refresh at a time.
import * as oauth from 'oauth4webapi'
import { nowMs } from '../clock.ts'
import type { Access } from '../access.ts'
import type { KeptSession } from '../store.ts'
import { endsConnection } from '../predicates.ts'
import { wait } from '../wait.ts'
import { proofOf } from './key.ts'
import { oauthError, withNonce } from './oauth-error.ts'
import { grantedDetail } from './session-from-answer.ts'

const redeem = async (access: Access, session: KeptSession, refreshToken: string): Promise<KeptSession> => {
  const { client, authentication, http, server } = access.platform
  const authorization = await server()
  const request = { ...http, DPoP: await proofOf(client, session.key) }
  const answer = await withNonce(async () => {
    const response = await oauth.refreshTokenGrantRequest(authorization, client, authentication, refreshToken, request)
    return oauth.processRefreshTokenResponse(authorization, client, response)
  }).catch((error: unknown) => {
    throw oauthError(error)
  })
  const detail = grantedDetail(answer)
  return {
    ...session,
    accessToken: answer.access_token,
    accessExpiresAt: nowMs() + (answer.expires_in ?? 60) * 1000,
    refreshToken: answer.refresh_token ?? refreshToken,
    ...(answer.id_token !== undefined && { idToken: answer.id_token }),
    ...(detail && { detail })
  }
}

const elsewhereMs = 500

/** Takes over the tokens that an earlier call, or another process on the same store, has got meanwhile. */
const takeOver = async (access: Access): Promise<boolean> => {
  const kept = await access.platform.store.get(`session:${access.session.id}`)
  if (kept?.kind !== 'session' || kept.accessToken === access.session.accessToken) return false
  access.session = kept
  return true
}

const refresh = async (access: Access): Promise<void> => {
  const { store } = access.platform
  const name = `session:${access.session.id}`
  if (await takeOver(access)) return
  let next: KeptSession
  try {
    // Only a session of a login has a refresh token, and it has a key.
    next = await redeem(access, access.session as KeptSession, access.session.refreshToken!)
  } catch (error) {
    // Two processes refreshed at once: the platform answered the other one (RFC 9700 §4.14.2), which is about to keep its tokens.
    if (!endsConnection(error)) throw error
    await wait(elsewhereMs)
    if (await takeOver(access)) return
    throw error
  }
  // Kept before first use. A crash before this line leaves the old refresh token, which the platform takes again because its
  // successor was never used.
  await store.set(name, next)
  access.session = next
}

/**
 * Brings new tokens into the session; calls at the same time share one refresh. Throws ParleyRefusal `invalid_grant` when the
 * connection is over. The session must have a refresh token.
 */
export const refreshSession = async (access: Access): Promise<void> => {
  const { refreshing, store } = access.platform
  const { id } = access.session
  const running = refreshing.get(id)
  if (running) {
    await running
    const kept = await store.get(`session:${id}`)
    if (kept?.kind === 'session') access.session = kept
    return
  }
  const mine = refresh(access).finally(() => refreshing.delete(id))
  refreshing.set(id, mine)
  await mine
}
