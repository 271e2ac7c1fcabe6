// Proofs of one entry that carry everything with them, as text (C2SP tlog-proof).
import { fromBase64, toBase64 } from './base64.ts'
import { fromDecimal } from './decimal.ts'

export type TlogProof = {
  /** Opaque; nothing authenticates it. */
  extra?: Uint8Array
  index: number
  path: Uint8Array[]
  /** The signed note of the checkpoint, as it is. */
  checkpoint: string
}

const header = 'c2sp.org/tlog-proof@v1'
const pathHashesMax = 63

export const parseTlogProof = (text: string): TlogProof | undefined => {
  const split = text.indexOf('\n\n')
  const lines = text.slice(0, Math.max(split, 0)).split('\n')
  if (lines.shift() !== header) return undefined
  let extra: Uint8Array | undefined
  if (lines[0]?.startsWith('extra ')) {
    extra = fromBase64(lines.shift()!.slice('extra '.length))
    if (!extra) return undefined
  }
  const indexLine = lines.shift() ?? ''
  const index = indexLine.startsWith('index ') ? fromDecimal(indexLine.slice('index '.length)) : undefined
  const path = lines.map(fromBase64)
  if (index === undefined || path.length > pathHashesMax || !path.every((hash) => hash?.length === 32)) return undefined
  return { ...(extra && { extra }), index, path: path as Uint8Array[], checkpoint: text.slice(split + 2) }
}

export const formatTlogProof = ({ extra, index, path, checkpoint }: TlogProof): string =>
  [
    header,
    ...(extra ? [`extra ${toBase64(extra)}`] : []),
    `index ${index}`,
    ...path.map(toBase64),
    '',
    checkpoint
  ].join('\n')
