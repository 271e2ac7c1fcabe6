// Says whether what the log asks to be trusted for is still what this browser trusted at its first look.
import { parsePolicy, type Policy } from '@parley/protocol/log/policy.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { askedWitnesses } from './asked-witnesses.ts'
import { logKeyOf } from './log-key.ts'

/** more: only new witnesses. witnesses: one is gone or another, or fewer of them must sign. key: another log. Throws PolicyError. */
export const comparePolicies = (known: string, now: string): 'same' | 'more' | 'witnesses' | 'key' => {
  if (logKeyOf(known) !== logKeyOf(now)) return 'key'
  const [before, after] = [parsePolicy(known), parsePolicy(now)]
  const [had, has] = [witnessesOf(before), witnessesOf(after)]
  if (had.some((witness) => !has.includes(witness))) return 'witnesses'
  const isSameRule = ruleOf(before) === ruleOf(after)
  if (had.length === has.length) return isSameRule ? 'same' : 'witnesses'
  return isSameRule || had.length === 0 || askedWitnesses(after) >= askedWitnesses(before) ? 'more' : 'witnesses'
}

const witnessesOf = ({ witnesses }: Policy): string[] =>
  Array.from(witnesses, ([name, { key }]) => `${name} ${formatVerifierKey(key)}`)

const ruleOf = ({ groups, quorum }: Policy): string => JSON.stringify([...groups, quorum])
