// Checks that a leaf is in a tree (RFC 9162 §2.1.3.2, the algorithm for RFC 6962 trees).
import { sameBytes } from './bytes.ts'
import { hashNode } from './merkle-hash.ts'

export type Inclusion = { index: number; size: number; leafHash: Uint8Array; path: readonly Uint8Array[] }

/** The root that the path leads to; undefined when the index is outside the tree or the path has not exactly the length it must have. */
export const rootOfInclusion = ({ index, size, leafHash, path }: Inclusion): Uint8Array | undefined => {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return undefined
  let [node, last, hash] = [index, size - 1, leafHash]
  for (const sibling of path) {
    if (last === 0 || sibling.length !== 32) return undefined
    if (node % 2 === 1 || node === last) {
      hash = hashNode(sibling, hash)
      // A node without a sibling on its right rises until it has one on its left.
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
    } else hash = hashNode(hash, sibling)
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? hash : undefined
}

export const checkInclusion = (inclusion: Inclusion, root: Uint8Array): boolean => {
  const found = rootOfInclusion(inclusion)
  return found !== undefined && sameBytes(found, root)
}
