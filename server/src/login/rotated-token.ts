// Judges a refresh token that was rotated before and comes again (RFC 9700 §4.14.2).
import { errors } from 'oidc-provider'
import { nowMs } from '../base/clock.ts'
import { sha256 } from '../base/hash.ts'
import type { UnitOfWork } from './unit-of-work.ts'

// A second use within this time is two requests of one app at once, not a stolen token.
const atOnceMs = 10_000

/**
 * True when it counts as used, and the library then ends all tokens of the grant: somebody has a copy. False when nothing of the
 * answer to its rotation was ever used: the answer was lost, and the same successor is given again. Throws invalid_grant, and nothing
 * ends, when it was rotated a moment ago. successor: the token that follows it. The caller holds the lock of the grant.
 */
export const countsAsUsed = async (work: UnitOfWork, successor: string, rotatedAt: Date): Promise<boolean> => {
  const [next] = await work.tx<{ used: boolean }[]>`
    select consumed_at is not null or used_at is not null as used from login.artifact
    where id_hash = ${sha256(successor)} and model = 'RefreshToken'`
  if (next && !next.used) {
    work.again = true
    return false
  }
  if (nowMs() - rotatedAt.getTime() >= atOnceMs) return true
  // Not InvalidGrant, which keeps its reason to itself.
  throw new errors.CustomOIDCProviderError(
    'invalid_grant',
    'the refresh token was rotated a moment ago by another request; use the answer to that one'
  )
}
