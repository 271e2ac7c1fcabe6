// Starts a login on a device without a browser (RFC 8628): asks for a code that the person enters elsewhere.
import * as oauth from 'oauth4webapi'
import { nowMs } from '../clock.ts'
import type { Platform } from '../platform.ts'
import { randomName } from '../random.ts'
import { type Ask, askedDetail } from './ask.ts'
import { makeKey } from './key.ts'
import { oauthError } from './oauth-error.ts'

const intervalSeconds = 5

export type StartDeviceOptions = {
  /** What to ask for. Without it the person only logs in. */
  ask?: Ask
  signal?: AbortSignal
}

/**
 * Show `userCode` and `verificationUri` on the device; `verificationUriComplete` has the code in it, for a QR code. The person sees the
 * code there again and compares. attempt: keep it and give it to `finishDevice`, which asks at most once in intervalMs. expiresAt is in
 * milliseconds since 1970.
 */
export type StartedDevice = {
  userCode: string
  verificationUri: string
  verificationUriComplete: string
  expiresAt: number
  intervalMs: number
  attempt: string
}

/**
 * Starts a login on a device: device authorization grant (RFC 8628 §3.1), for a fresh DPoP key. The app must be registered for it. The
 * attempt is kept in the store, so it goes on after a restart. Throws ParleyRefusal when the platform refuses the request,
 * ParleyUnreachable when it cannot be reached.
 */
export const startDevice = async (platform: Platform, options: StartDeviceOptions): Promise<StartedDevice> => {
  const server = await platform.server()
  const { client, authentication, http, store } = platform
  const key = await makeKey(store)
  const parameters = new URLSearchParams({
    scope: options.ask ? 'openid profile offline_access' : 'openid profile',
    ...(options.ask && { authorization_details: JSON.stringify([askedDetail(options.ask)]) })
  })
  const request = { ...http, ...(options.signal && { signal: options.signal }) }
  const ask = async (): Promise<oauth.DeviceAuthorizationResponse> => {
    const response = await oauth.deviceAuthorizationRequest(server, client, authentication, parameters, request)
    return oauth.processDeviceAuthorizationResponse(server, client, response)
  }
  const answer = await ask().catch((error: unknown) => {
    throw oauthError(error)
  })
  const attempt = randomName()
  const expiresAt = nowMs() + answer.expires_in * 1000
  const intervalMs = (answer.interval ?? intervalSeconds) * 1000
  await store.set(`device:${attempt}`, {
    kind: 'device',
    expiresAt,
    deviceCode: answer.device_code,
    intervalMs,
    askAt: nowMs(),
    key
  })
  return {
    userCode: answer.user_code,
    verificationUri: answer.verification_uri,
    verificationUriComplete: answer.verification_uri_complete ?? answer.verification_uri,
    expiresAt,
    intervalMs,
    attempt
  }
}
