// The text of a receipt: the platform's promise, given with an answer, that its entry will be in the log.
import { fromBase64, toBase64 } from './base64.ts'
import { sha256 } from './sha256.ts'
import { isId, timeMs } from './scalars.ts'

export type Receipt = {
  /** The log's origin, without "/receipt". */
  origin: string
  /** The id of the entry's shared text. */
  event: string
  /** H(cs || co). */
  commitment: Uint8Array
  /** Null where the entry is about none. */
  grant: string | null
  /** When the access or the change was made, as in the shared text. */
  at: string
  /** By when the entry is in a signed checkpoint, as 2026-11-24T10:00:00.000Z. */
  logBy: string
}

export const receiptSuffix = '/receipt'
/** From the access or change to the promised checkpoint. */
export const logBySeconds = 60

export const receiptCommitment = (cs: Uint8Array, co: Uint8Array): Uint8Array => sha256(cs, co)

export const parseReceipt = (text: string): Receipt | undefined => {
  const lines = text.split('\n')
  const [name = '', event = '', commitmentText = '', grant = '', at = '', logBy = ''] = lines
  const commitment = fromBase64(commitmentText)
  if (lines.length !== 7 || lines[6] !== '' || !name.endsWith(receiptSuffix) || commitment?.length !== 32)
    return undefined
  if (!isId(event) || (grant !== '' && !isId(grant))) return undefined
  if (timeMs(at) === undefined || timeMs(logBy) === undefined) return undefined
  return { origin: name.slice(0, -receiptSuffix.length), event, commitment, grant: grant || null, at, logBy }
}

export const formatReceipt = ({ origin, event, commitment, grant, at, logBy }: Receipt): string =>
  `${origin}${receiptSuffix}\n${event}\n${toBase64(commitment)}\n${grant ?? ''}\n${at}\n${logBy}\n`
