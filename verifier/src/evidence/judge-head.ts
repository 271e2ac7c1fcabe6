// Check V14: the log signed, for this very tree, how many entries a party has and where its chain ends.
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import type { BundleSequence } from '@parley/protocol/log/evidence-bundle.ts'
import type { Find } from '@parley/protocol/log/finding.ts'
import { type Head, headSuffix, parseHead } from '@parley/protocol/log/head-text.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import type { JudgedCheckpoint } from '@parley/protocol/log/judge-checkpoint.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { makeVerifierKey, type VerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'

export type JudgedHead = Head

/** The log's key under another name, so that no note of one kind can stand for one of another. */
export const keyNamed = ({ name, type, publicKey }: VerifierKey, suffix: string): VerifierKey =>
  makeVerifierKey(name + suffix, type, publicKey)

/** The heads of the sequences, in their order; undefined where the log's word is missing. */
export const judgeHeads = async (
  sequences: readonly BundleSequence[],
  checkpoint: JudgedCheckpoint,
  find: Find
): Promise<(JudgedHead | undefined)[]> => {
  const key = keyNamed(checkpoint.logKey, headSuffix)
  return Promise.all(sequences.map((sequence) => judgeHead(sequence, checkpoint, key, find)))
}

const judgeHead = async (
  { head: noteText, lid, of }: BundleSequence,
  { origin, size, root }: JudgedCheckpoint,
  key: VerifierKey,
  find: Find
): Promise<JudgedHead | undefined> => {
  const note = parseNote(noteText)
  const head = note && parseHead(note.text)
  const whose = `the ${of} ${lid.slice(0, 8)}`
  if (!note || !head) {
    find('V14', 'malformed', `The end of the chain of ${whose} cannot be read.`)
    return undefined
  }
  const problem =
    (await verifyNote(note, [key])).good.length === 0
      ? 'is not signed by the log'
      : head.origin !== origin
        ? 'belongs to another log'
        : toHex(head.lid) !== lid
          ? 'belongs to somebody else'
          : head.size !== size || !sameBytes(head.root, root)
            ? 'belongs to another state of the log than the checkpoint'
            : undefined
  if (problem === undefined) return head
  find('V14', 'violation', `The end of the chain of ${whose} ${problem}.`)
  return undefined
}
