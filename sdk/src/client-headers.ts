// How an app shows who it is to /v1, where no person's token stands behind the request.
import type { Platform } from './platform.ts'

/**
 * The headers of such a request: the client secret as at the token endpoint (client_secret_basic), or the client's signed assertion as a bearer
 * token. A TypeError for an app that has neither.
 */
export const clientHeaders = async ({ authentication, client, server }: Platform): Promise<Record<string, string>> => {
  const headers = new Headers({ accept: 'application/json' })
  const body = new URLSearchParams()
  await authentication(await server(), client, body, headers)
  const assertion = body.get('client_assertion')
  if (assertion !== null) headers.set('authorization', `Bearer ${assertion}`)
  if (!headers.has('authorization')) throw new TypeError('This needs an app with a client secret or a client key')
  return Object.fromEntries(headers)
}
