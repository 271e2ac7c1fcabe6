// Checks V3, V4 and V5: a checkpoint, the log's signature and those of the witnesses.
import { sameBytes } from './bytes.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import type { Find } from './finding.ts'
import { parseNote } from './note.ts'
import { type Policy, quorumMet } from './policy.ts'
import type { CheckMlDsa44 } from './signature-check.ts'
import type { VerifierKey } from './verifier-key.ts'
import { type SignedBy, verifyNote } from './verify-note.ts'

/** What the one who checks has decided before looking at any evidence. */
export type Trust = {
  policy: Policy
  nowMs: number
  /** Cosignatures older than this do not count. */
  freshSeconds?: number
  checkMlDsa44?: CheckMlDsa44
}

export type JudgedCheckpoint = Checkpoint & {
  logKey: VerifierKey
  cosigned: SignedBy[]
  /** The earliest time that a witness gives, in milliseconds: the tree was this large then. */
  seenMs: number | undefined
}

/** Clocks may differ by this. */
export const clockSeconds = 5

/** Undefined when it is no checkpoint of a trusted log; findings say why. */
export const judgeCheckpoint = async (
  noteText: string,
  trust: Trust,
  find: Find
): Promise<JudgedCheckpoint | undefined> => {
  const note = parseNote(noteText)
  const checkpoint = note && parseCheckpoint(note.text)
  if (!note || !checkpoint) {
    find('V3', 'malformed', 'The checkpoint cannot be read.')
    return undefined
  }
  const { policy, checkMlDsa44 } = trust
  const logKeys = policy.logs.map(({ key }) => key).filter(({ name }) => name === checkpoint.origin)
  const { good, bad } = await verifyNote(note, logKeys, checkMlDsa44)
  const logKey = good[0]?.key
  if (!logKey || bad.length > 0) {
    const of = `the checkpoint of ${checkpoint.origin} at ${checkpoint.size} entries`
    const problem =
      logKeys.length === 0
        ? `You do not trust a log of the name ${checkpoint.origin}.`
        : bad.some(({ problem }) => problem === 'unsupported')
          ? `The log's signature on ${of} is of a kind that cannot be checked here.`
          : `The log's key did not sign ${of}.`
    find('V3', 'violation', problem)
    return undefined
  }
  const cosigned = await judgeCosignatures(note, trust, find)
  const times = cosigned.flatMap(({ timeSeconds }) => (timeSeconds === undefined ? [] : [timeSeconds * 1000]))
  return { ...checkpoint, logKey, cosigned, seenMs: times.length > 0 ? Math.min(...times) : undefined }
}

const judgeCosignatures = async (
  note: NonNullable<ReturnType<typeof parseNote>>,
  { policy, nowMs, freshSeconds, checkMlDsa44 }: Trust,
  find: Find
): Promise<SignedBy[]> => {
  // The log's own key is no witness, under whatever name.
  const witnesses = [...policy.witnesses.values()]
    .map(({ key }) => key)
    .filter((witness) => !policy.logs.some(({ key }) => sameBytes(key.publicKey, witness.publicKey)))
  const { good, bad } = await verifyNote(note, witnesses, checkMlDsa44)
  for (const { key, problem } of bad) {
    if (problem === 'wrong')
      find('V4', 'violation', `A signature in the name of the witness ${key.name} is not its own.`)
    else find('V4', 'remark', `The signature of the witness ${key.name} is of a kind that cannot be checked here.`)
  }
  const keysOf = (signed: SignedBy[]) => signed.map(({ key }) => key)
  if (!quorumMet(policy, keysOf(good)))
    find('V4', 'insufficient', `${good.length} trusted witnesses signed the checkpoint; your policy asks for more.`)
  const seconds = ({ timeSeconds }: SignedBy) => timeSeconds ?? 0
  for (const signed of good)
    if (seconds(signed) * 1000 > nowMs + clockSeconds * 1000)
      find('V5', 'violation', `The witness ${signed.key.name} signed at a time that has not come yet.`)
  if (freshSeconds !== undefined) {
    const fresh = good.filter((signed) => seconds(signed) * 1000 >= nowMs - freshSeconds * 1000)
    if (!quorumMet(policy, keysOf(fresh)))
      find('V5', 'insufficient', `Too few witnesses signed the checkpoint within the last ${freshSeconds} seconds.`)
  }
  return good
}
