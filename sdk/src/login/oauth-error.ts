// The errors of OAuth, turned into the SDK's own.
import * as oauth from 'oauth4webapi'
import { ParleyRefusal, ParleyUnreachable } from '../refusal.ts'

const titles: Record<string, string> = {
  access_denied: 'The person did not agree',
  invalid_grant: 'The connection has ended',
  invalid_client: 'Parley does not know this app, or its secret is wrong'
}

/** A ParleyRefusal for what the authorization server said, ParleyUnreachable for its faults; anything else is returned as it is. */
export const oauthError = (error: unknown): unknown => {
  if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError) {
    const code = error.error
    if (code === 'server_error' || code === 'temporarily_unavailable') {
      return new ParleyUnreachable(error.error_description ?? 'Parley failed', { cause: error })
    }
    return new ParleyRefusal(code, {
      status: error instanceof oauth.ResponseBodyError ? error.status : 403,
      title: titles[code] ?? `Parley refused the login (${code})`,
      ...(error.error_description !== undefined && { detail: error.error_description }),
      cause: error
    })
  }
  if (error instanceof oauth.WWWAuthenticateChallengeError) {
    return new ParleyRefusal('invalid_client', { status: error.status, title: titles['invalid_client']!, cause: error })
  }
  if (error instanceof oauth.OperationProcessingError) {
    const status = error.cause instanceof Response ? error.cause.status : undefined
    if (status !== undefined && status >= 500)
      return new ParleyUnreachable(`Parley answered ${status}`, { status, cause: error })
    return new ParleyRefusal('login_mismatch', {
      status: 400,
      title: 'This answer does not belong to this login',
      detail: error.message,
      cause: error
    })
  }
  return error
}

/** Sends a request; sends it once more when the server answered with a DPoP nonce to use (RFC 9449 §8). */
export const withNonce = async <T>(send: () => Promise<T>): Promise<T> => {
  try {
    return await send()
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error
    return send()
  }
}
