// The key of the one log that a policy of Parley names.
import { parsePolicy } from '@parley/protocol/log/policy.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'

/** Written as a verifier key. Throws PolicyError, or RangeError when the policy does not name one log. */
export const logKeyOf = (policy: string): string => {
  const [log, ...more] = parsePolicy(policy).logs
  if (!log || more.length > 0) throw new RangeError('A policy of Parley names one log')
  return formatVerifierKey(log.key)
}
