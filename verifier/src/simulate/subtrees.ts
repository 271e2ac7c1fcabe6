// A growing tree with the hashes of all its full subtrees, so that proofs of any size are quick.
import { hashNode } from '@parley/protocol/log/merkle-hash.ts'
import type { RangeHash } from '@parley/protocol/log/make-proof.ts'
import { type Range, splitOf } from '@parley/protocol/log/proof-ranges.ts'

export type Subtrees = {
  append: (leafHash: Uint8Array) => void
  hash: RangeHash
  size: () => number
  levels: Uint8Array[][]
}

export const growSubtrees = (): Subtrees => {
  const levels: Uint8Array[][] = [[]]
  const append = (leafHash: Uint8Array) => {
    let hash = leafHash
    for (let level = 0; ; level++) {
      const row = (levels[level] ??= [])
      row.push(hash)
      if (row.length % 2 === 1) return
      hash = hashNode(row.at(-2)!, row.at(-1)!)
    }
  }
  const hash = ({ start, end }: Range): Uint8Array => {
    const level = Math.log2(end - start)
    if (Number.isInteger(level) && start % (end - start) === 0) return levels[level]![start / (end - start)]!
    const middle = start + splitOf(end - start)
    return hashNode(hash({ start, end: middle }), hash({ start: middle, end }))
  }
  return { append, hash, size: () => levels[0]!.length, levels }
}
