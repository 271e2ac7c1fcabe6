// The text of a mirror's answer about one tag: where it stands in a tree, or that it stands nowhere.
import { fromBase64, toBase64 } from './base64.ts'
import { fromDecimal } from './decimal.ts'
import { fromHex, toHex } from './hex.ts'

export type TagAnswer = {
  /** The log's origin, without "/tag". */
  origin: string
  tag: Uint8Array
  size: number
  root: Uint8Array
  /** Rising; empty when the tag stands nowhere in the tree. */
  indexes: number[]
}

const suffix = '/tag'

export const parseTagAnswer = (text: string): TagAnswer | undefined => {
  const [name = '', tagText = '', sizeText = '', rootText = '', answer = '', ...rest] = text.split('\n')
  const [tag, size, root] = [fromHex(tagText), fromDecimal(sizeText), fromBase64(rootText)]
  if (!name.endsWith(suffix) || rest.length !== 1 || rest[0] !== '') return undefined
  if (tag?.length !== 16 || size === undefined || root?.length !== 32) return undefined
  const numbers = answer === 'absent' ? [] : answer.split(' ').map(fromDecimal)
  const indexes = numbers.filter((index): index is number => index !== undefined && index < size)
  const isRising = indexes.every((index, at) => at === 0 || index > indexes[at - 1]!)
  if (!isRising || indexes.length !== numbers.length) return undefined
  return { origin: name.slice(0, -suffix.length), tag, size, root, indexes }
}

export const formatTagAnswer = ({ origin, tag, size, root, indexes }: TagAnswer): string =>
  `${origin}${suffix}\n${toHex(tag)}\n${size}\n${toBase64(root)}\n${indexes.length === 0 ? 'absent' : indexes.join(' ')}\n`
