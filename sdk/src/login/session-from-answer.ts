// The session that a token answer begins, and what the answer says about the permission.
import type { GrantedDetail } from '@parley/protocol/api/grant.ts'
import * as oauth from 'oauth4webapi'
import { nowMs } from '../clock.ts'
import { randomName } from '../random.ts'
import type { KeptKey, KeptSession } from '../store.ts'

/** What a token answer says about the permission (RFC 9396 §7); undefined after "log in only". */
export const grantedDetail = (answer: oauth.TokenEndpointResponse): GrantedDetail | undefined =>
  answer.authorization_details?.find((detail) => detail.type === 'parley_messages') as GrantedDetail | undefined

/** The answer must have an ID token, checked by oauth4webapi. id: of the session that goes on; a new one is made otherwise. */
export const sessionFromAnswer = (answer: oauth.TokenEndpointResponse, key: KeptKey, id?: string): KeptSession => {
  const claims = oauth.getValidatedIdTokenClaims(answer)!
  const detail = grantedDetail(answer)
  return {
    kind: 'session',
    id: id ?? randomName(),
    person: { id: claims.sub, ...(typeof claims['name'] === 'string' && { name: claims['name'] }) },
    accessToken: answer.access_token,
    accessExpiresAt: nowMs() + (answer.expires_in ?? 60) * 1000,
    ...(answer.refresh_token !== undefined && { refreshToken: answer.refresh_token }),
    ...(answer.id_token !== undefined && { idToken: answer.id_token }),
    ...(detail && { detail }),
    key
  }
}
