// Makes inclusion and consistency proofs from whatever holds the hashes of subtrees.
import { merkleRoot } from './merkle-root.ts'
import { consistencyRanges, inclusionRanges, type Range } from './proof-ranges.ts'

/** The hash of the subtree of a range. */
export type RangeHash = (range: Range) => Uint8Array

/** For a tree whose leaf hashes are all in memory. */
export const rangeHashOf =
  (leaves: readonly Uint8Array[]): RangeHash =>
  ({ start, end }) =>
    merkleRoot(leaves, start, end)

/** The path of a leaf in a tree of a size, from the leaf's sibling up. Throws RangeError unless 0 <= index < size. */
export const makeInclusionProof = (index: number, size: number, hash: RangeHash): Uint8Array[] =>
  inclusionRanges(index, size).map(hash)

/** That the tree of the older size is a beginning of the newer one. Throws RangeError unless 0 <= older <= newer. */
export const makeConsistencyProof = (older: number, newer: number, hash: RangeHash): Uint8Array[] =>
  consistencyRanges(older, newer).map(hash)
