// Checkpoints: which log, how large, which root (C2SP tlog-checkpoint).
import { fromBase64, toBase64 } from './base64.ts'
import { fromDecimal } from './decimal.ts'

export type Checkpoint = {
  origin: string
  size: number
  root: Uint8Array
  /** Opaque lines after the root; our own logs have none. */
  extensions: string[]
}

/** The text of a note as a checkpoint, or undefined. Sizes above 2^53 - 1 are not understood. */
export const parseCheckpoint = (text: string): Checkpoint | undefined => {
  if (!text.endsWith('\n')) return undefined
  const [origin = '', sizeText = '', rootText = '', ...extensions] = text.slice(0, -1).split('\n')
  const size = fromDecimal(sizeText)
  const root = fromBase64(rootText)
  if (origin === '' || size === undefined || root?.length !== 32 || extensions.includes('')) return undefined
  return { origin, size, root, extensions }
}

export const formatCheckpoint = ({ origin, size, root, extensions }: Checkpoint): string =>
  [origin, String(size), toBase64(root), ...extensions].map((line) => `${line}\n`).join('')
