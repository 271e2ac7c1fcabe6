// Whose signatures count: the key of the platform's log, given by the app or learned once and then held fast.
import { type Policy, parsePolicy, PolicyError } from '@parley/protocol/log/policy.ts'
import { receiptSuffix } from '@parley/protocol/log/receipt-text.ts'
import {
  formatVerifierKey,
  makeVerifierKey,
  signatureTypes,
  type VerifierKey
} from '@parley/protocol/log/verifier-key.ts'
import { errorFrom } from '../refusal.ts'
import type { Store } from '../store.ts'

/**
 * vkey: the verifier key of the platform's log (C2SP signed-note), which its operator publishes. policy: instead, a whole policy
 * (C2SP tlog-policy) that names witnesses too; then a checkpoint counts only with the quorum's signatures.
 */
export type LogOptions = { vkey: string } | { policy: string }

export type LogTrust = { origin: string; policy: Policy; receiptKey: VerifierKey }

const policyOf = (vkey: string): string => `log ${vkey}\nquorum none\n`

/** Throws TypeError for a policy without one Ed25519 key of a log. */
const trustFrom = (text: string): LogTrust => {
  const policy = parsePolicy(text)
  const [log, ...more] = policy.logs
  if (!log || more.length > 0 || log.key.type !== signatureTypes.ed25519.byte)
    throw new PolicyError('The policy must name one log with an Ed25519 key')
  const { name, type, publicKey } = log.key
  return { origin: name, policy, receiptKey: makeVerifierKey(name + receiptSuffix, type, publicKey) }
}

/** Throws TypeError when it is no such key or policy. */
export const pinnedTrust = (options: LogOptions): LogTrust => {
  try {
    return trustFrom('vkey' in options ? policyOf(options.vkey) : options.policy)
  } catch (error) {
    if (error instanceof PolicyError) throw new TypeError(`log: ${error.message}`, { cause: error })
    throw error
  }
}

/**
 * The key that the store remembers, or else the one that the platform names, which is kept from then on: a platform that signs with
 * another one later is caught by every receipt.
 */
export const discoverTrust = async (store: Store, get: () => Promise<Response>): Promise<LogTrust> => {
  const kept = await store.get('log')
  if (kept?.kind === 'log') return trustFrom(policyOf(kept.vkey))
  const answer = await get()
  if (!answer.ok) throw await errorFrom(answer)
  const { policy } = trustFrom(await answer.text())
  const vkey = formatVerifierKey(policy.logs[0]!.key)
  await store.set('log', { kind: 'log', vkey })
  return trustFrom(policyOf(vkey))
}
