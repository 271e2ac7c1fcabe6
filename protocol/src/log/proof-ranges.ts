// Which subtrees a proof is made of (RFC 6962 §2.1.1, §2.1.2): ranges of leaves, whoever holds their hashes.

/** Leaves from start up to and without end. */
export type Range = { start: number; end: number }

/** The largest power of two smaller than size; size is at least 2. */
export const splitOf = (size: number): number => {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

/** PATH(index, D[size]), from the leaf's sibling up to the root's child. Throws RangeError unless 0 <= index < size. */
export const inclusionRanges = (index: number, size: number): Range[] => {
  if (!(index >= 0 && index < size)) throw new RangeError(`No leaf ${index} in a tree of ${size}`)
  const ranges: Range[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + splitOf(end - start)
    ranges.push(index < middle ? { start: middle, end } : { start, end: middle })
    if (index < middle) end = middle
    else start = middle
  }
  return ranges.reverse()
}

/** PROOF(older, D[newer]); empty when the older tree is empty or the same. Throws RangeError unless 0 <= older <= newer. */
export const consistencyRanges = (older: number, newer: number): Range[] => {
  if (!(older >= 0 && older <= newer)) throw new RangeError(`A tree of ${older} is no beginning of one of ${newer}`)
  if (older === 0 || older === newer) return []
  const ranges: Range[] = []
  let [start, end] = [0, newer]
  // While the subtree begins with leaf 0 its old part is the old root itself, which the verifier knows: SUBPROOF's flag b.
  let isKnown = true
  while (older !== end) {
    const middle = start + splitOf(end - start)
    if (older <= middle) {
      ranges.push({ start: middle, end })
      end = middle
    } else {
      ranges.push({ start, end: middle })
      start = middle
      isKnown = false
    }
  }
  if (!isKnown) ranges.push({ start, end })
  return ranges.reverse()
}
