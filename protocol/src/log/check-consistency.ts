// Checks that one tree is a beginning of another (RFC 9162 §2.1.4.2, the algorithm for RFC 6962 trees).
import { sameBytes } from './bytes.ts'
import { emptyRoot, hashNode } from './merkle-hash.ts'

export type TreeHead = { size: number; root: Uint8Array }

/** False also when the proof has not exactly the length it must have. */
export const checkConsistency = (older: TreeHead, newer: TreeHead, proof: readonly Uint8Array[]): boolean => {
  if (!Number.isSafeInteger(older.size) || !Number.isSafeInteger(newer.size)) return false
  if (older.size < 0 || older.size > newer.size || proof.some((hash) => hash.length !== 32)) return false
  if (older.size === newer.size) return proof.length === 0 && sameBytes(older.root, newer.root)
  if (older.size === 0) return proof.length === 0 && sameBytes(older.root, emptyRoot)
  let [node, last] = [older.size - 1, newer.size - 1]
  while (node % 2 === 1) {
    node = (node - 1) / 2
    last = Math.floor(last / 2)
  }
  // A full older tree stands in the newer one as it is, so the proof does not repeat its root.
  const steps = node === 0 ? [older.root, ...proof] : [...proof]
  const first = steps.shift()
  if (first === undefined) return false
  let [oldHash, newHash] = [first, first]
  for (const step of steps) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      oldHash = hashNode(step, oldHash)
      newHash = hashNode(step, newHash)
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
    } else newHash = hashNode(newHash, step)
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && sameBytes(oldHash, older.root) && sameBytes(newHash, newer.root)
}
