// parley-verify checkpoint, inclusion, consistency and tlog-proof: single files of any C2SP log.
import { fromBase64 } from '@parley/protocol/log/base64.ts'
import { checkConsistency } from '@parley/protocol/log/check-consistency.ts'
import { checkInclusion } from '@parley/protocol/log/check-inclusion.ts'
import type { CheckId, Find } from '@parley/protocol/log/finding.ts'
import { fromHex } from '@parley/protocol/log/hex.ts'
import { type JudgedCheckpoint, judgeCheckpoint, type Trust } from '@parley/protocol/log/judge-checkpoint.ts'
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { parseTlogProof } from '@parley/protocol/log/tlog-proof.ts'
import { collect, verdictOf } from '../evidence/report.ts'
import { type Arguments, readBytes, readCount, readText, readTrust, UsageError } from '../read-arguments.ts'
import type { Outcome } from './outcome.ts'
import { requireKey } from './require-key.ts'

/** Runs checks with whom the caller trusts and says what they found. */
const judging = async (
  values: Arguments,
  checked: CheckId[],
  check: (trust: Trust, find: Find) => Promise<string[]>
): Promise<Outcome> => {
  const trust = await readTrust(values)
  const { findings, find } = collect()
  const sentences = requireKey(trust, find) ? await check(trust, find) : []
  const verdict = verdictOf(findings)
  return { report: { verdict, findings, checked, facts: {} }, sentences: verdict === 'valid' ? sentences : [] }
}

const describe = ({ origin, size, cosigned }: JudgedCheckpoint): string =>
  `The log ${origin} signed that it has ${size.toLocaleString('en')} entries; ${cosigned.length} trusted witnesses signed too.`

export const checkCheckpointFile = async ([path]: string[], values: Arguments): Promise<Outcome> =>
  judging(values, ['V2', 'V3', 'V4', 'V5'], async (trust, find) => {
    const judged = await judgeCheckpoint(await readText(path, 'the checkpoint file'), trust, find)
    return judged ? [describe(judged)] : []
  })

const readPath = async (file: string | undefined): Promise<Uint8Array[] | undefined> => {
  const lines = (await readText(file, '--proof')).split('\n').filter((line) => line !== '')
  const hashes = lines.map(fromBase64)
  return hashes.every((hash) => hash?.length === 32) ? (hashes as Uint8Array[]) : undefined
}

const readLeaf = async (values: Arguments): Promise<Uint8Array> => {
  if (values.entry !== undefined) return hashLeaf(await readBytes(values.entry, '--entry'))
  const hash = fromHex(values['leaf-hash'] ?? '')
  if (hash?.length !== 32) throw new UsageError('give the entry with --entry, or its hash with --leaf-hash')
  return hash
}

export const checkInclusionFiles = async (_: string[], values: Arguments): Promise<Outcome> =>
  judging(values, ['V2', 'V3', 'V4', 'V5', 'V8'], async (trust, find) => {
    const index = readCount(values.index, '--index')
    if (index === undefined) throw new UsageError('--index is missing')
    const [leafHash, path] = [await readLeaf(values), await readPath(values.proof)]
    const judged = await judgeCheckpoint(await readText(values.checkpoint, '--checkpoint'), trust, find)
    return judged ? checkPlace(judged, index, leafHash, path, find) : []
  })

const checkPlace = (
  judged: JudgedCheckpoint,
  index: number,
  leafHash: Uint8Array,
  path: Uint8Array[] | undefined,
  find: Find
): string[] => {
  const { size, root } = judged
  if (!path) find('V8', 'malformed', 'The proof cannot be read.')
  else if (!checkInclusion({ index, size, leafHash, path }, root))
    find('V8', 'violation', `This entry is not at place ${index} of the log.`)
  return [describe(judged), `The entry is at place ${index} of it.`]
}

export const checkConsistencyFiles = async (_: string[], values: Arguments): Promise<Outcome> =>
  judging(values, ['V2', 'V3', 'V4', 'V5', 'V6'], async (trust, find) => {
    const proof = await readPath(values.proof)
    const lenient = { ...trust, policy: { ...trust.policy, quorum: 'none' } }
    const older = await judgeCheckpoint(await readText(values.older, '--older'), lenient, find)
    const newer = await judgeCheckpoint(await readText(values.newer, '--newer'), trust, find)
    if (!older || !newer) return []
    if (!proof) find('V6', 'malformed', 'The proof cannot be read.')
    else if (older.origin !== newer.origin || !checkConsistency(older, newer, proof))
      find(
        'V6',
        'violation',
        `The log at ${newer.size} entries is no continuation of the log at ${older.size} entries.`
      )
    return [describe(newer), `It continues what it was at ${older.size.toLocaleString('en')} entries.`]
  })

export const checkTlogProofFile = async ([path]: string[], values: Arguments): Promise<Outcome> =>
  judging(values, ['V2', 'V3', 'V4', 'V5', 'V8'], async (trust, find) => {
    const proof = parseTlogProof(await readText(path, 'the proof file'))
    if (!proof) {
      find('V8', 'malformed', 'This is not a tlog-proof.')
      return []
    }
    const leafHash = await readLeaf(values)
    const judged = await judgeCheckpoint(proof.checkpoint, trust, find)
    return judged ? checkPlace(judged, proof.index, leafHash, proof.path, find) : []
  })
