// Decides who may open a socket: the right host, our own pages, somebody who is signed in.
import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { signedIn, type SignedIn } from '../people/signed-in.ts'

/**
 * Browsers send the cookie along from any site and check no origin for WebSockets (RFC 6455 §10.2), so it is checked here. Throws
 * route_missing, foreign_host, foreign_origin, not_signed_in, rate_limited.
 */
export const acceptUpgrade = async (
  { sql, limits, url }: { sql: Sql; limits: Limits; url: string },
  request: IncomingMessage
): Promise<SignedIn> => {
  if (request.url?.split('?')[0] !== '/api/live') throw new Refusal('route_missing')
  if (request.headers.host !== new URL(url).host) throw new Refusal('foreign_host')
  if (request.headers.origin !== url) throw new Refusal('foreign_origin')
  const who = await signedIn(sql, { headers: request.headers, server: { publicUrl: url } })
  await limits.spend('live by session', who.session)
  return who
}

/** Answers an upgrade that is refused, as HTTP does. */
export const refuseUpgrade = (socket: Duplex, refusal: Refusal | undefined): void => {
  const problem = refusal?.problem() ?? {
    type: '/problems/bug',
    title: 'This is our mistake',
    status: 500,
    code: 'bug'
  }
  const body = JSON.stringify(problem)
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body
    ].join('\r\n')
  )
}
