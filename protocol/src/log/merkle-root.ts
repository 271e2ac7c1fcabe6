// The root hash of a list of leaf hashes (RFC 6962 §2.1).
import { emptyRoot, hashNode } from './merkle-hash.ts'

/**
 * MTH of leaves[start:end]. Hashes pair by pair, level by level; the odd one at the end of a level rises as it is, which gives the same
 * tree as splitting at the largest power of two.
 */
export const merkleRoot = (leaves: readonly Uint8Array[], start = 0, end = leaves.length): Uint8Array => {
  if (end <= start) return emptyRoot
  let level = leaves.slice(start, end)
  while (level.length > 1) {
    const above: Uint8Array[] = []
    for (let at = 0; at < level.length; at += 2) {
      const right = level[at + 1]
      above.push(right ? hashNode(level[at]!, right) : level[at]!)
    }
    level = above
  }
  return level[0]!
}
