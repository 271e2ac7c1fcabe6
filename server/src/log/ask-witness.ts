// Talks to one witness over HTTP (C2SP tlog-witness).
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { fromDecimal } from '@parley/protocol/log/decimal.ts'
import { noteCharactersMax } from '@parley/protocol/log/note.ts'
import { fromUtf8 } from '@parley/protocol/log/utf8.ts'
import { sha256 } from '../base/hash.ts'
import type { Witness } from './witness-set.ts'

/** The witness cannot be asked, or answers what no witness answers. The message says why. */
export class WitnessAway extends Error {}

const waitMs = 5_000

const ask = async (url: string, init: RequestInit): Promise<{ status: number; text: string }> => {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(waitMs) })
    const parts: Uint8Array[] = []
    let length = 0
    for await (const part of response.body ?? []) {
      const bytes = part as Uint8Array
      length += bytes.length
      if (length > noteCharactersMax) throw new WitnessAway(`${url} answers with more than a note`)
      parts.push(bytes)
    }
    const text = fromUtf8(new Uint8Array(Buffer.concat(parts)))
    if (text === undefined) throw new WitnessAway(`${url} does not answer with text`)
    return { status: response.status, text }
  } catch (error) {
    if (error instanceof WitnessAway) throw error
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
    throw new WitnessAway(cause || (error instanceof Error ? error.message : String(error)), { cause: error })
  }
}

/** The latest checkpoint of a log that it has signed; undefined when it has signed none. Throws WitnessAway. */
export const seenByWitness = async ({ url }: Witness, origin: string): Promise<string | undefined> => {
  const { status, text } = await ask(`${url}/${sha256(origin).toString('hex')}/checkpoint`, {})
  if (status === 404) return undefined
  if (status !== 200) throw new WitnessAway(`it answered ${status}`)
  return text
}

export type Submission = { old: number; proof: Uint8Array[]; note: string }

export type WitnessAnswer =
  | { is: 'signed'; lines: string }
  /** It has signed a tree of another size than the old one. */
  | { is: 'other size'; size: number }
  | { is: 'refused'; status: number; text: string }

/** Throws WitnessAway. */
export const submitToWitness = async ({ url }: Witness, { old, proof, note }: Submission): Promise<WitnessAnswer> => {
  const body = `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`
  const { status, text } = await ask(`${url}/add-checkpoint`, { method: 'POST', body })
  if (status === 200) return { is: 'signed', lines: text }
  const size = status === 409 ? fromDecimal(text.trimEnd()) : undefined
  if (size !== undefined) return { is: 'other size', size }
  if (status >= 500 || status === 429) throw new WitnessAway(`it answered ${status}`)
  return { is: 'refused', status, text: text.slice(0, 200).trim() }
}
