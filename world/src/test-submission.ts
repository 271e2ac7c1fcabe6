// What a log sends to a witness, for tests.
import { createHash } from 'node:crypto'
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { formatCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { makeConsistencyProof, type RangeHash } from '@parley/protocol/log/make-proof.ts'
import { emptyRoot } from '@parley/protocol/log/merkle-hash.ts'
import { formatNote } from '@parley/protocol/log/note.ts'
import { type Signer, signNote } from '@parley/protocol/log/sign-note.ts'

/** As the simulated logs of the verifier are. */
export type SignedTree = { origin: string; log: Signer; tree: { size: () => number; hash: RangeHash } }

/** The checkpoint of the first `size` entries, signed by the log alone. */
export const signedCheckpoint = async (log: SignedTree, size = log.tree.size()): Promise<string> => {
  const root = size === 0 ? emptyRoot : log.tree.hash({ start: 0, end: size })
  const text = formatCheckpoint({ origin: log.origin, size, root, extensions: [] })
  return formatNote({ text, signatures: [await signNote(text, log.log)] })
}

export const bodyOf = (old: number, proof: readonly Uint8Array[], note: string): string =>
  `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`

/** The body that leads from the old size to `size`. */
export const submissionOf = async (log: SignedTree, old: number, size = log.tree.size()): Promise<string> =>
  bodyOf(old, makeConsistencyProof(old, size, log.tree.hash), await signedCheckpoint(log, size))

export type Answered = { status: number; type: string | null; text: string }

export const post = async (url: string, body: string): Promise<Answered> => {
  const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

export const hashOf = (origin: string): string => createHash('sha256').update(origin).digest('hex')
