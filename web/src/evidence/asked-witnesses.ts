// How many witnesses a policy asks for.
import type { Policy } from '@parley/protocol/log/policy.ts'

/** How many witnesses must sign at least. */
export const askedWitnesses = (policy: Policy, name = policy.quorum): number => {
  if (name === 'none') return 0
  const group = policy.groups.get(name)
  if (!group) return 1
  const each = group.members.map((member) => askedWitnesses(policy, member)).toSorted((a, b) => a - b)
  return each.slice(0, group.threshold).reduce((sum, one) => sum + one, 0)
}
