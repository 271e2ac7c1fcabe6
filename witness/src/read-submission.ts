// Reads the body of add-checkpoint (C2SP tlog-witness): old size, consistency proof, empty line, checkpoint.
import { fromBase64 } from '@parley/protocol/log/base64.ts'
import { type Checkpoint, parseCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { fromDecimal } from '@parley/protocol/log/decimal.ts'
import { type Note, parseNote } from '@parley/protocol/log/note.ts'
import { fromUtf8 } from '@parley/protocol/log/utf8.ts'

export type Submission = { old: number; proof: Uint8Array[]; note: Note; checkpoint: Checkpoint }

const proofLinesMax = 63

/** Undefined when it is malformed. */
export const readSubmission = (body: Uint8Array): Submission | undefined => {
  const text = fromUtf8(body)
  const split = text?.indexOf('\n\n') ?? -1
  if (text === undefined || split < 0) return undefined
  const [oldLine = '', ...proofLines] = text.slice(0, split).split('\n')
  const old = oldLine.startsWith('old ') ? fromDecimal(oldLine.slice(4)) : undefined
  const proof = proofLines.map(fromBase64)
  if (old === undefined || proof.length > proofLinesMax) return undefined
  if (!proof.every((hash): hash is Uint8Array => hash?.length === 32)) return undefined
  const note = parseNote(text.slice(split + 2))
  const checkpoint = note && parseCheckpoint(note.text)
  return note && checkpoint && old <= checkpoint.size ? { old, proof, note, checkpoint } : undefined
}
