// Checks one evidence bundle from end to end: V1 to V25, each under its name.
import { type EvidenceBundle, parseBundle } from '@parley/protocol/log/evidence-bundle.ts'
import { checkConsistency } from '@parley/protocol/log/check-consistency.ts'
import { FieldError } from '@parley/protocol/log/fields.ts'
import type { CheckId, Find } from '@parley/protocol/log/finding.ts'
import { type JudgedCheckpoint, judgeCheckpoint } from '@parley/protocol/log/judge-checkpoint.ts'
import { JsonError } from '@parley/protocol/log/strict-json.ts'
import { parseVerifierKey, type VerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import { bundleFacts } from './bundle-facts.ts'
import { checkAbsence } from './check-absence.ts'
import { checkConsents } from './check-consents.ts'
import { checkParties } from './check-parties.ts'
import { checkPasskeys } from './check-passkeys.ts'
import { checkReceipts } from './check-receipts.ts'
import { checkRequests } from './check-requests.ts'
import { checkSequences } from './check-sequences.ts'
import { checkTimes } from './check-times.ts'
import type { BundleTrust, BundleView } from './context.ts'
import { judgeHeads } from './judge-head.ts'
import { openEntries } from './open-entries.ts'
import { replay } from './replay.ts'
import { collect, type Report, verdictOf } from './report.ts'

const always: CheckId[] = [
  'V1',
  'V2',
  'V3',
  'V4',
  'V5',
  'V7',
  'V8',
  'V9',
  'V10',
  'V11',
  'V12',
  'V13',
  'V14',
  'V15',
  'V17',
  'V18',
  'V19',
  'V20',
  'V21',
  'V23',
  'V24',
  'V25'
]

/** All, but for what there is nothing of. */
const checkedIn = ({ prior, receipts }: EvidenceBundle, trust: BundleTrust): CheckId[] => [
  ...always,
  ...(prior.length > 0 ? (['V6'] as const) : []),
  ...(trust.allTags ? (['V16'] as const) : []),
  ...(receipts.length + trust.receipts.length > 0 ? (['V22'] as const) : [])
]

/** file: the text of the bundle. */
export const checkBundle = async (file: string, trust: BundleTrust): Promise<Report> => {
  const { findings, find } = collect()
  const report = (checked: CheckId[], facts: Record<string, unknown> = {}): Report => ({
    verdict: verdictOf(findings),
    findings,
    checked,
    facts
  })
  const bundle = readBundle(file, find)
  if (!bundle) return report(['V1'])
  if (!checkKeys(bundle, trust, find)) return report(['V1', 'V2'])
  const checkpoint = await judgeCheckpoint(bundle.checkpoint, trust, find)
  if (!checkpoint || !isOfLog(bundle, checkpoint, find)) return report(['V1', 'V2', 'V3'])
  const prior = await judgePrior(bundle, checkpoint, trust, find)
  const entries = openEntries(bundle, checkpoint, find)
  const { sequences } = bundle
  const whole = new Set(sequences.flatMap(({ of, first, lid }) => (of !== 'grant' && first === 1 ? [lid] : [])))
  const isWhole = (lid: string) => whole.has(lid)
  const view: BundleView = { trust, checkpoint, prior, sequences, entries, isWhole }
  const heads = await judgeHeads(sequences, checkpoint, find)
  checkSequences(view, heads, find)
  checkParties(view, find)
  const permissions = replay(view, find)
  await checkAbsence(view, bundle.tags, { heads, grants: permissions.grants }, find)
  await checkRequests(view, find)
  checkTimes(view, find)
  await checkReceipts(view, permissions, [...bundle.receipts, ...trust.receipts], find)
  checkConsents(view, find)
  await checkPasskeys(view, find)
  return report(checkedIn(bundle, trust), bundleFacts(view, permissions, bundle))
}

const readBundle = (file: string, find: Find): EvidenceBundle | undefined => {
  try {
    return parseBundle(file)
  } catch (error) {
    if (!(error instanceof JsonError || error instanceof FieldError)) throw error
    find('V1', 'malformed', `This is not an evidence file: ${error.message}.`)
    return undefined
  }
}

/** A key that comes with the evidence is only ever compared with the trusted ones. */
const checkKeys = ({ log }: EvidenceBundle, { policy }: BundleTrust, find: Find): boolean => {
  if (policy.logs.length === 0) {
    find('V2', 'insufficient', 'No key of the log is given. Ask for it somewhere else than where the file comes from.')
    return false
  }
  const named = parseVerifierKey(log.vkey)
  const isTrusted = ({ name, publicKey }: VerifierKey) =>
    named !== undefined && name === named.name && sameBytes(publicKey, named.publicKey)
  if (named && named.name === log.origin && policy.logs.some(({ key }) => isTrusted(key))) return true
  find('V2', 'violation', `The file names another key for ${log.origin} than the one that you trust.`)
  return false
}

/** Somebody may trust several logs; all of one file is about one. */
const isOfLog = ({ log }: EvidenceBundle, { origin }: JudgedCheckpoint, find: Find): boolean => {
  if (log.origin === origin) return true
  find('V3', 'violation', `The file is about the log ${log.origin}, and its checkpoint is of ${origin}.`)
  return false
}

/** V6: each checkpoint is a beginning of the next. */
const judgePrior = async (
  { prior }: EvidenceBundle,
  current: JudgedCheckpoint,
  trust: BundleTrust,
  find: Find
): Promise<JudgedCheckpoint[]> => {
  // An earlier checkpoint may have fewer witnesses and is old by its nature.
  const lenient: BundleTrust = { ...trust, policy: { ...trust.policy, quorum: 'none' } }
  delete lenient.freshSeconds
  const judged: JudgedCheckpoint[] = []
  for (const { checkpoint } of prior) {
    const one = await judgeCheckpoint(checkpoint, lenient, find)
    if (!one) return []
    judged.push(one)
  }
  for (const [at, older] of judged.entries()) {
    const newer = judged[at + 1] ?? current
    if (older.origin !== newer.origin || !checkConsistency(older, newer, prior[at]!.consistency))
      find(
        'V6',
        'violation',
        `The log at ${newer.size} entries is no continuation of the log at ${older.size} entries.`
      )
  }
  return judged
}
