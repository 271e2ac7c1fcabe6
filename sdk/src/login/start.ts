// Starts "Log in with Parley": pushes the request (RFC 9126) and says where to send the person.
import * as oauth from 'oauth4webapi'
import { nowMs } from '../clock.ts'
import type { Platform } from '../platform.ts'
import { randomName } from '../random.ts'
import { type Ask, askedDetail } from './ask.ts'
import { makeKey, proofOf } from './key.ts'
import { oauthError, withNonce } from './oauth-error.ts'
import { redirectUriOf } from './redirect-uri.ts'

const attemptMs = 60 * 60 * 1000

export type StartOptions = {
  /** What to ask for. Without it the person only logs in. */
  ask?: Ask
  /** `login` asks for the password again, `select_account` for who it is (OpenID Connect Core §3.1.2.1). */
  prompt?: 'login' | 'select_account'
  signal?: AbortSignal
}

/** url: send the person's browser there. attempt: put it into an HttpOnly cookie of the same browser until `finish`. */
export type StartedLogin = { url: string; attempt: string }

/**
 * Starts a login: authorization code (RFC 6749 §4.1) with PKCE S256 (RFC 7636), pushed (RFC 9126), bound to a fresh DPoP key
 * (RFC 9449 §10), with state and nonce. Throws ParleyRefusal when the platform refuses the request, ParleyUnreachable when it
 * cannot be reached. An attempt lasts an hour.
 */
export const startLogin = async (
  platform: Platform,
  options: StartOptions,
  session?: string
): Promise<StartedLogin> => {
  const redirectUri = redirectUriOf(platform)
  const server = await platform.server()
  const key = await makeKey(platform.store)
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const nonce = oauth.generateRandomNonce()
  const prompt = [...(options.prompt ? [options.prompt] : []), ...(options.ask ? ['consent'] : [])].join(' ')
  const parameters = new URLSearchParams({
    client_id: platform.client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: options.ask ? 'openid profile offline_access' : 'openid profile',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...(prompt && { prompt }),
    ...(options.ask && { authorization_details: JSON.stringify([askedDetail(options.ask)]) })
  })
  const request = {
    ...platform.http,
    DPoP: await proofOf(platform.client, key),
    ...(options.signal && { signal: options.signal })
  }
  const push = async (): Promise<string> => {
    const { client, authentication } = platform
    const response = await oauth.pushedAuthorizationRequest(server, client, authentication, parameters, request)
    return (await oauth.processPushedAuthorizationResponse(server, client, response)).request_uri
  }
  const requestUri = await withNonce(push).catch((error: unknown) => {
    throw oauthError(error)
  })
  const attempt = randomName()
  await platform.store.set(`attempt:${attempt}`, {
    kind: 'attempt',
    expiresAt: nowMs() + attemptMs,
    state,
    nonce,
    verifier,
    key,
    asked: options.ask !== undefined,
    ...(session !== undefined && { session })
  })
  const url = new URL(server.authorization_endpoint!)
  url.searchParams.set('client_id', platform.client.client_id)
  url.searchParams.set('request_uri', requestUri)
  return { url: url.href, attempt }
}
