// Finishes a login on a device: asks whether the person has answered, no more often than the platform wants (RFC 8628 §3.4, §3.5).
import * as oauth from 'oauth4webapi'
import { nowMs } from '../clock.ts'
import type { Platform } from '../platform.ts'
import { ParleyRefusal } from '../refusal.ts'
import type { KeptDevice, KeptSession } from '../store.ts'
import { proofOf } from './key.ts'
import { oauthError, withNonce } from './oauth-error.ts'
import { sessionFromAnswer } from './session-from-answer.ts'
import { staleLogin } from './stale-login.ts'

/** attempt: what `startDevice` gave. */
export type FinishDeviceOptions = { attempt: string | undefined; signal?: AbortSignal }

// RFC 8628 §3.5: slow_down adds this to the interval, for all requests that follow.
const slowerMs = 5000

const redeem = async (
  platform: Platform,
  { deviceCode, key }: KeptDevice,
  signal: AbortSignal | undefined
): Promise<oauth.TokenEndpointResponse> => {
  const server = await platform.server()
  const { client, authentication, http } = platform
  const request = { ...http, DPoP: await proofOf(client, key), ...(signal && { signal }) }
  return withNonce(async () => {
    const response = await oauth.deviceCodeGrantRequest(server, client, authentication, deviceCode, request)
    return oauth.processDeviceCodeResponse(server, client, response)
  })
}

const codeOf = (error: unknown): string | undefined => (error instanceof ParleyRefusal ? error.code : undefined)

const ask = async (
  platform: Platform,
  name: string,
  signal: AbortSignal | undefined
): Promise<KeptSession | undefined> => {
  const { store } = platform
  const kept = await store.get(name)
  if (kept?.kind !== 'device') throw staleLogin()
  if (nowMs() < kept.askAt) return undefined
  // Before the request, so that another process on the same store waits, too.
  const asked = { ...kept, askAt: nowMs() + kept.intervalMs }
  await store.set(name, asked)
  try {
    const answer = await redeem(platform, kept, signal)
    const session = sessionFromAnswer(answer, kept.key)
    await store.set(`session:${session.id}`, session)
    await store.delete(name)
    return session
  } catch (caught) {
    const error = oauthError(caught)
    switch (codeOf(error)) {
      case 'authorization_pending':
        return undefined
      case 'slow_down': {
        const intervalMs = kept.intervalMs + slowerMs
        await store.set(name, { ...asked, intervalMs, askAt: nowMs() + intervalMs })
        return undefined
      }
      case 'expired_token':
      case 'invalid_grant':
        await store.delete(name)
        throw staleLogin(error)
      case 'access_denied':
        await store.delete(name)
        throw error
      default:
        throw error
    }
  }
}

/**
 * Finishes the login that `startDevice` began: the session, or undefined while the person has not answered. It may be called at any time,
 * also after a restart; between two questions to the platform it answers undefined by itself, and calls at the same time share one. An
 * attempt works once. Throws ParleyRefusal: `access_denied` when the person said no, `login_stale` when the code has run out, was used, or
 * what it gave has ended meanwhile (start again), or what else the platform said; ParleyUnreachable, after which the attempt goes on.
 */
export const finishDevice = async (
  platform: Platform,
  { attempt, signal }: FinishDeviceOptions
): Promise<KeptSession | undefined> => {
  if (!attempt) throw staleLogin()
  const { polling } = platform
  const running = polling.get(attempt)
  if (running) return running
  const mine = ask(platform, `device:${attempt}`, signal).finally(() => polling.delete(attempt))
  polling.set(attempt, mine)
  return mine
}
