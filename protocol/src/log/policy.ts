// Which logs and witnesses somebody trusts, and how many of them must agree (C2SP tlog-policy).
import { parseVerifierKey, signatureTypes, type VerifierKey } from './verifier-key.ts'
import { sameBytes } from './bytes.ts'

type Group = { threshold: number; members: string[] }

export type Policy = {
  logs: { key: VerifierKey; url?: string }[]
  witnesses: Map<string, { key: VerifierKey; url?: string }>
  groups: Map<string, Group>
  /** The name of a witness or group, or none. */
  quorum: string
}

/** A line of the file that cannot be followed; the message names it. */
export class PolicyError extends Error {}

const isWitnessType = (type: number): boolean =>
  type === signatureTypes.ed25519Cosignature.byte || type === signatureTypes.mlDsa44Cosignature.byte

/** Throws PolicyError. */
export const parsePolicy = (text: string): Policy => {
  const policy: Policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: '' }
  const taken = new Set<string>()
  for (const [at, line] of text.split('\n').entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '')
    if (words.length === 0 || words[0]!.startsWith('#')) continue
    const problem = readLine(policy, words, taken)
    if (problem) throw new PolicyError(`Line ${at + 1}: ${problem}`)
  }
  if (policy.quorum === '') throw new PolicyError('The quorum line is missing')
  return policy
}

const readLine = (policy: Policy, [word, ...rest]: string[], taken: Set<string>): string | undefined => {
  if (word === 'log') return readLog(policy, rest)
  if (word === 'witness') return readWitness(policy, rest)
  if (word === 'group') return readGroup(policy, rest, taken)
  if (word !== 'quorum') return `${word} is not a word of a policy`
  const [name, ...more] = rest
  if (policy.quorum !== '') return 'a second quorum'
  if (name === undefined || more.length > 0) return 'quorum takes one name'
  if (name !== 'none' && !isDefined(policy, name)) return `${name} is not defined above`
  policy.quorum = name
  return undefined
}

const isDefined = ({ witnesses, groups }: Policy, name: string): boolean => witnesses.has(name) || groups.has(name)

const sameKey = (a: VerifierKey, b: VerifierKey): boolean => sameBytes(a.publicKey, b.publicKey)

const readLog = ({ logs }: Policy, [text = '', url, ...more]: string[]): string | undefined => {
  const key = parseVerifierKey(text)
  if (!key || more.length > 0) return 'log takes a verifier key and an address'
  if (logs.some((log) => sameKey(log.key, key))) return 'the same log key twice'
  logs.push({ key, ...(url !== undefined && { url }) })
  return undefined
}

const readWitness = (policy: Policy, [name = '', text = '', url, ...more]: string[]): string | undefined => {
  const key = parseVerifierKey(text)
  if (!key || more.length > 0 || !isWitnessType(key.type))
    return 'witness takes a name, a cosignature key and an address'
  if (name === 'none' || isDefined(policy, name)) return `${name} is taken`
  for (const other of policy.witnesses.values()) if (sameKey(other.key, key)) return 'the same witness key twice'
  policy.witnesses.set(name, { key, ...(url !== undefined && { url }) })
  return undefined
}

const readGroup = (
  policy: Policy,
  [name = '', count = '', ...members]: string[],
  taken: Set<string>
): string | undefined => {
  if (name === 'none' || isDefined(policy, name)) return `${name} is taken`
  if (members.length === 0) return 'a group has members'
  for (const member of members) {
    if (!isDefined(policy, member)) return `${member} is not defined above`
    if (taken.has(member)) return `${member} is a member already`
    taken.add(member)
  }
  const threshold =
    count === 'all' ? members.length : count === 'any' ? 1 : /^[1-9][0-9]*$/.test(count) ? Number(count) : 0
  if (threshold < 1 || threshold > members.length) return `${count} of ${members.length} members cannot be asked for`
  policy.groups.set(name, { threshold, members })
  return undefined
}

/** Whether the witnesses that have signed are enough. */
export const quorumMet = (policy: Policy, signed: readonly VerifierKey[], name = policy.quorum): boolean => {
  if (name === 'none') return true
  const witness = policy.witnesses.get(name)
  if (witness) return signed.includes(witness.key)
  const group = policy.groups.get(name)
  return (
    group !== undefined && group.members.filter((member) => quorumMet(policy, signed, member)).length >= group.threshold
  )
}
