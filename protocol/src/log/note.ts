// Signed notes: a text and the lines that sign it (C2SP signed-note).
import { fromBase64, toBase64 } from './base64.ts'
import { joinBytes } from './bytes.ts'
import { isKeyName } from './verifier-key.ts'

export type NoteSignature = { name: string; id: Uint8Array; signature: Uint8Array }

/** text ends in a newline; it is what is signed. */
export type Note = { text: string; signatures: NoteSignature[] }

export const noteCharactersMax = 1_000_000
const signaturesMax = 64

// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u0009\u000b-\u001f]/

/** Undefined when it is not a signed note. Says nothing about whether the signatures are good. */
export const parseNote = (note: string): Note | undefined => {
  if (note.length > noteCharactersMax || control.test(note) || !note.isWellFormed() || !note.endsWith('\n'))
    return undefined
  const split = note.lastIndexOf('\n\n')
  if (split < 0) return undefined
  const lines = note.slice(split + 2, -1).split('\n')
  if (lines.length > signaturesMax) return undefined
  const signatures = lines.map(parseSignatureLine)
  if (!signatures.every((signature) => signature !== undefined)) return undefined
  return { text: note.slice(0, split + 1), signatures }
}

const parseSignatureLine = (line: string): NoteSignature | undefined => {
  const [, name = '', encoded = ''] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? []
  const bytes = fromBase64(encoded)
  if (!isKeyName(name) || !bytes || bytes.length < 5) return undefined
  return { name, id: bytes.slice(0, 4), signature: bytes.slice(4) }
}

export const formatSignatureLine = ({ name, id, signature }: NoteSignature): string =>
  `\u2014 ${name} ${toBase64(joinBytes(id, signature))}\n`

/** Throws TypeError for a text that no note can have. */
export const formatNote = ({ text, signatures }: Note): string => {
  if (!text.endsWith('\n') || control.test(text) || !text.isWellFormed())
    throw new TypeError('The text of a note ends in a newline and has no other control characters')
  return `${text}\n${signatures.map(formatSignatureLine).join('')}`
}
