// Says which of the known keys signed a note.
import { sameBytes } from './bytes.ts'
import { ed25519CosignedMessage, mlDsa44CosignedMessage } from './cosigned-message.ts'
import type { Note, NoteSignature } from './note.ts'
import { checkEd25519, type CheckMlDsa44 } from './signature-check.ts'
import { toUtf8 } from './utf8.ts'
import { signatureTypes, type VerifierKey } from './verifier-key.ts'

export type SignedBy = {
  key: VerifierKey
  /** When the witness signed, in seconds since 1970; only cosignatures say it. */
  timeSeconds?: number
}

export type NoteVerdict = {
  good: SignedBy[]
  /** Known keys whose name and ID stand on a signature that is not theirs, or that cannot be checked here. */
  bad: { key: VerifierKey; problem: 'wrong' | 'unsupported' }[]
}

/** Signatures of unknown keys are passed over (signed-note, "Signatures"). One key counts once. */
export const verifyNote = async (
  note: Note,
  keys: readonly VerifierKey[],
  checkMlDsa44?: CheckMlDsa44
): Promise<NoteVerdict> => {
  const verdict: NoteVerdict = { good: [], bad: [] }
  for (const line of note.signatures) {
    const key = keys.find(({ name, id }) => name === line.name && sameBytes(id, line.id))
    if (!key || verdict.good.some((signed) => signed.key === key)) continue
    const result = await checkLine(note.text, line, key, checkMlDsa44)
    if (typeof result === 'string') verdict.bad.push({ key, problem: result })
    else verdict.good.push({ key, ...result })
  }
  return verdict
}

type LineResult = { timeSeconds?: number } | 'wrong' | 'unsupported'

const checkLine = async (
  text: string,
  { signature }: NoteSignature,
  { name, type, publicKey }: VerifierKey,
  checkMlDsa44?: CheckMlDsa44
): Promise<LineResult> => {
  const { ed25519, ed25519Cosignature, mlDsa44Cosignature } = signatureTypes
  if (type === ed25519.byte)
    return signature.length === 64 && (await checkEd25519(publicKey, toUtf8(text), signature)) ? {} : 'wrong'
  const timeSeconds = timeOf(signature)
  if (timeSeconds === undefined) return 'wrong'
  const rest = signature.slice(8)
  if (type === ed25519Cosignature.byte) {
    const message = ed25519CosignedMessage(text, timeSeconds)
    return rest.length === 64 && (await checkEd25519(publicKey, message, rest)) ? { timeSeconds } : 'wrong'
  }
  if (type !== mlDsa44Cosignature.byte || !checkMlDsa44) return 'unsupported'
  const message = mlDsa44CosignedMessage(text, timeSeconds, name)
  if (!message || rest.length !== 2420 || !(await checkMlDsa44(publicKey, message, rest))) return 'wrong'
  // A time of zero says nothing about when (tlog-cosignature, "ML-DSA-44 signed message").
  return timeSeconds === 0 ? {} : { timeSeconds }
}

/** The end of the year 9999: later times cannot be written. */
const lastSecond = 253_402_300_799

const timeOf = (signature: Uint8Array): number | undefined => {
  if (signature.length < 8) return undefined
  const time = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0))
  return time <= lastSecond ? time : undefined
}
