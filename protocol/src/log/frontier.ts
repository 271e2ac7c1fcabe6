// A tree that only grows, kept as the roots of its full subtrees: what a sequencer needs to append and to know the root.
import { emptyRoot, hashNode } from './merkle-hash.ts'

/** hashes: the roots of the full subtrees, widest first; one for each bit that is set in size. */
export type Frontier = { readonly size: number; readonly hashes: readonly Uint8Array[] }

export const emptyFrontier: Frontier = { size: 0, hashes: [] }

/** The frontier with the leaves after it. */
export const extendFrontier = (frontier: Frontier, leafHashes: Iterable<Uint8Array>): Frontier => {
  let { size } = frontier
  const hashes = [...frontier.hashes]
  for (const leafHash of leafHashes) {
    let hash = leafHash
    for (let full = size; full % 2 === 1; full = (full - 1) / 2) hash = hashNode(hashes.pop()!, hash)
    hashes.push(hash)
    size++
  }
  return { size, hashes }
}

export const frontierRoot = ({ hashes }: Frontier): Uint8Array =>
  hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => hashNode(left, right))

/** The hashes one after the other, 32 bytes each, to be stored beside the size. */
export const frontierBytes = ({ hashes }: Frontier): Uint8Array => {
  const bytes = new Uint8Array(hashes.length * 32)
  for (const [at, hash] of hashes.entries()) bytes.set(hash, at * 32)
  return bytes
}

/** Throws RangeError when the bytes are not those of a tree of this size. */
export const frontierOf = (size: number, bytes: Uint8Array): Frontier => {
  const count = size.toString(2).replaceAll('0', '').length
  if (!Number.isSafeInteger(size) || size < 0 || bytes.length !== count * 32)
    throw new RangeError(`${bytes.length} bytes are no frontier of a tree of ${size}`)
  return { size, hashes: Array.from({ length: count }, (_, at) => bytes.slice(at * 32, at * 32 + 32)) }
}
