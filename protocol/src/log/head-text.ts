// The text of a head note: how long one party's chain is in a tree, and where it ends.
import { fromBase64, toBase64 } from './base64.ts'
import { fromDecimal } from './decimal.ts'
import { fromHex, toHex } from './hex.ts'

export type Head = {
  /** The log's origin, without "/head". */
  origin: string
  lid: Uint8Array
  /** How many entries the party has in the tree. */
  n: number
  /** h_n. */
  chain: Uint8Array
  size: number
  root: Uint8Array
}

export const headSuffix = '/head'

export const parseHead = (text: string): Head | undefined => {
  const lines = text.split('\n')
  const [name = '', lidText = '', nText = '', chainText = '', sizeText = '', rootText = ''] = lines
  if (lines.length !== 7 || lines[6] !== '' || !name.endsWith(headSuffix)) return undefined
  const [lid, n, chain] = [fromHex(lidText), fromDecimal(nText), fromBase64(chainText)]
  const [size, root] = [fromDecimal(sizeText), fromBase64(rootText)]
  if (lid?.length !== 32 || n === undefined || chain?.length !== 32) return undefined
  if (size === undefined || root?.length !== 32) return undefined
  return { origin: name.slice(0, -headSuffix.length), lid, n, chain, size, root }
}

export const formatHead = ({ origin, lid, n, chain, size, root }: Head): string =>
  `${origin}${headSuffix}\n${toHex(lid)}\n${n}\n${toBase64(chain)}\n${size}\n${toBase64(root)}\n`
