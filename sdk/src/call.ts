// Every request to /v1: signed (RFC 9449; a plain token goes without), refreshed when the token ran out, tried again when that is safe.
import * as oauth from 'oauth4webapi'
import { type Access, keep } from './access.ts'
import { nowMs } from './clock.ts'
import { proofOf } from './login/key.ts'
import { refreshSession } from './login/refresh.ts'
import { endsConnection } from './predicates.ts'
import { type EndCode, errorFrom, ParleyRefusal, ParleyUnreachable } from './refusal.ts'
import { backoffMs, retryAfterSeconds } from './retry-after.ts'
import { wait } from './wait.ts'

/** Options that every call takes. */
export type CallOptions = { signal?: AbortSignal | undefined }

/**
 * A request. `key` goes out as Idempotency-Key. All are safe to repeat: GET, DELETE, and POST with its key. onProof: hears each DPoP proof
 * that goes out. onLoss: hears that a try got no answer. evenEnded: asks also after the connection has ended, with the token that it had.
 */
export type Request = CallOptions & {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  query?: Record<string, string | number | undefined>
  body?: unknown
  key?: string
  onProof?: (proof: string) => void
  onLoss?: () => void
  evenEnded?: boolean
}

const triesMax = 4
const patienceSeconds = 20
const earlyMs = 10_000
const retryStatuses = [429, 502, 503, 504]

const addressOf = (base: string, request: Request): URL => {
  const url = new URL(`${base}/v1${request.path}`)
  for (const [name, value] of Object.entries(request.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value))
  return url
}

const send = async (access: Access, request: Request): Promise<Response> => {
  const { platform, session } = access
  const headers = new Headers({ accept: 'application/json' })
  if (request.body !== undefined) headers.set('content-type', 'application/json')
  if (request.key !== undefined) headers.set('idempotency-key', request.key)
  const body = request.body === undefined ? undefined : JSON.stringify(request.body)
  const options = {
    ...platform.http,
    [oauth.customFetch]: (to: string, init: oauth.CustomFetchOptions<string, unknown>) => {
      const { dpop } = init.headers
      if (dpop !== undefined) request.onProof?.(dpop)
      return platform.http[oauth.customFetch](to, init)
    },
    ...(session.key && { DPoP: await proofOf(platform.client, session.key) }),
    ...(request.signal && { signal: request.signal })
  }
  const url = addressOf(platform.url, request)
  // A second try inside one call uses the nonce that the first answer brought (RFC 9449 §9). Other 401s come back as answers.
  for (let again = false; ; again = true) {
    try {
      return await oauth.protectedResourceRequest(session.accessToken, request.method, url, headers, body, options)
    } catch (error) {
      if (!(error instanceof oauth.WWWAuthenticateChallengeError)) throw error
      if (again || !oauth.isDPoPNonceError(error)) return error.response
    }
  }
}

const end = async (access: Access, why: ParleyRefusal & { code: EndCode }): Promise<void> => {
  const { platform, session } = access
  if (session.ended) return
  access.session = { ...session, ended: why.code }
  const kept = await platform.store.get(`session:${session.id}`)
  // Told already, or connected again meanwhile.
  if (kept?.kind !== 'session' || kept.ended || kept.accessToken !== session.accessToken) return
  await keep(access)
  platform.onEnded(session.id, why)
}

/** Waits and repeats as long as that can help; the last answer otherwise. */
const persist = async (access: Access, request: Request): Promise<Response> => {
  for (let attempt = 0; ; attempt++) {
    let seconds: number | undefined
    try {
      const response = await send(access, request)
      if (response.status >= 500) request.onLoss?.()
      seconds = retryAfterSeconds(response.headers.get('retry-after'))
      const hopeful = retryStatuses.includes(response.status) && (seconds ?? 0) <= patienceSeconds
      if (!hopeful || attempt + 1 >= triesMax) return response
    } catch (error) {
      if (!(error instanceof ParleyUnreachable) || attempt + 1 >= triesMax) throw error
      request.onLoss?.()
    }
    await wait(backoffMs(attempt, seconds), request.signal)
  }
}

const attempt = async (access: Access, request: Request): Promise<Response> => {
  const { session } = access
  if (session.ended && !request.evenEnded)
    throw new ParleyRefusal(session.ended, { status: 401, title: 'The connection has ended' })
  let fresh = false
  if (!session.ended && session.refreshToken && session.accessExpiresAt - earlyMs < nowMs()) {
    await refreshSession(access)
    fresh = true
  }
  const response = await persist(access, request)
  if (response.ok) return response
  const error = await errorFrom(response)
  const stale = error instanceof ParleyRefusal && error.code === 'token_inactive'
  if (!stale || fresh || session.ended || !access.session.refreshToken) throw error
  await refreshSession(access)
  const second = await persist(access, request)
  if (second.ok) return second
  throw await errorFrom(second)
}

/**
 * Sends a request as the person of the session and returns the JSON of the answer (undefined for 204). Throws ParleyRefusal,
 * ParleyUnreachable, or the reason of the caller's AbortSignal. A connection that is over is marked and told to onEnded once.
 */
export const call = async <T>(access: Access, request: Request): Promise<T> => {
  let lost = false
  try {
    const response = await attempt(access, { ...request, onLoss: () => void (lost = true) })
    return (response.status === 204 ? undefined : await response.json()) as T
  } catch (error) {
    if (error instanceof ParleyRefusal) error.afterLoss = lost
    if (endsConnection(error)) await end(access, error)
    throw error
  }
}
