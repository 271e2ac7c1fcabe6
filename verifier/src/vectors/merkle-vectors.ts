// Vectors of Merkle trees: roots, inclusion and consistency, those that hold and those that do not.
import type { TreeHead } from '@parley/protocol/log/check-consistency.ts'
import { fromHex, toHex } from '@parley/protocol/log/hex.ts'
import { makeConsistencyProof, makeInclusionProof, rangeHashOf } from '@parley/protocol/log/make-proof.ts'
import { emptyRoot, hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { merkleRoot } from '@parley/protocol/log/merkle-root.ts'
import { bent, bytesOf } from './seeds.ts'

/** The reference leaves of Certificate Transparency, and nine more. */
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
  ...Array.from({ length: 9 }, (_, at) => toHex(bytesOf(`leaf ${at + 8}`)))
]
const hashes = leaves.map((leaf) => hashLeaf(fromHex(leaf) ?? new Uint8Array()))
const hash = rangeHashOf(hashes)
const rootAt = (size: number): Uint8Array => merkleRoot(hashes, 0, size)

export type InclusionVector = {
  name: string
  index: number
  size: number
  leafHash: string
  path: string[]
  root: string
  holds: boolean
}
export type ConsistencyVector = {
  name: string
  older: { size: number; root: string }
  newer: { size: number; root: string }
  proof: string[]
  holds: boolean
}

type Inclusion = { index: number; size: number; leafHash: Uint8Array; path: Uint8Array[]; root: Uint8Array }

const inclusion = (name: string, holds: boolean, { leafHash, path, root, ...place }: Inclusion): InclusionVector => ({
  name,
  ...place,
  leafHash: toHex(leafHash),
  path: path.map(toHex),
  root: toHex(root),
  holds
})

const bentInclusions = (index: number, size: number): InclusionVector[] => {
  const right = {
    index,
    size,
    leafHash: hashes[index]!,
    path: makeInclusionProof(index, size, hash),
    root: rootAt(size)
  }
  const { path, leafHash, root } = right
  const wrong = (what: string, change: Partial<Inclusion>) =>
    inclusion(`leaf ${index} of ${size}: ${what}`, false, { ...right, ...change })
  return [
    wrong('the next place', { index: index + 1 }),
    wrong('the place before', { index: index - 1 }),
    wrong('a place outside of the tree', { index: size }),
    wrong('a smaller tree', { size: Math.floor(size / 2) }),
    wrong('a tree of twice the size', { size: size * 2 }),
    wrong('another leaf', { leafHash: bent(leafHash) }),
    wrong('another root', { root: bent(root, 31) }),
    wrong('the root of the empty tree', { root: emptyRoot }),
    wrong('no path', { path: [] }),
    wrong('a path without its last hash', { path: path.slice(0, -1) }),
    wrong('a path without its first hash', { path: path.slice(1) }),
    wrong('a path with a hash more at its end', { path: [...path, bytesOf('garbage')] }),
    wrong('a path with a hash more at its beginning', { path: [bytesOf('garbage'), ...path] }),
    wrong('a path with the root at its end', { path: [...path, root] }),
    wrong('a path with the leaf at its beginning', { path: [leafHash, ...path] }),
    ...(path.length > 1 ? [wrong('a path backwards', { path: path.toReversed() })] : []),
    ...path.map((one, at) => wrong(`a bit turned in hash ${at}`, { path: path.with(at, bent(one, at)) })),
    wrong('a hash of 31 bytes', { path: path.with(0, path[0]!.slice(1)) })
  ]
}

type Consistency = { older: TreeHead; newer: TreeHead; proof: Uint8Array[] }
const headOf = ({ size, root }: TreeHead) => ({ size, root: toHex(root) })

const consistency = (name: string, holds: boolean, { older, newer, proof }: Consistency): ConsistencyVector => ({
  name,
  older: headOf(older),
  newer: headOf(newer),
  proof: proof.map(toHex),
  holds
})

const bentConsistencies = (small: number, large: number): ConsistencyVector[] => {
  const [older, newer] = [small, large].map((size) => ({ size, root: rootAt(size) })) as [TreeHead, TreeHead]
  const proof = makeConsistencyProof(small, large, hash)
  const wrong = (what: string, change: Partial<Consistency>) =>
    consistency(`${small} to ${large}: ${what}`, false, { older, newer, proof, ...change })
  return [
    wrong('another older root', { older: { ...older, root: bent(older.root) } }),
    wrong('another newer root', { newer: { ...newer, root: bent(newer.root) } }),
    wrong('roots changed for each other', {
      older: { ...older, root: newer.root },
      newer: { ...newer, root: older.root }
    }),
    wrong('an older size more', { older: { ...older, size: small + 1 } }),
    wrong('an older size less', { older: { ...older, size: small - 1 } }),
    wrong('the larger tree as the older one', { older: newer, newer: older }),
    wrong('twice the newer size', { newer: { ...newer, size: large * 2 } }),
    wrong('no proof', { proof: [] }),
    wrong('a proof without its last hash', { proof: proof.slice(0, -1) }),
    wrong('a proof without its first hash', { proof: proof.slice(1) }),
    wrong('a proof with a hash more at its end', { proof: [...proof, bytesOf('garbage')] }),
    wrong('a proof with a hash more at its beginning', { proof: [bytesOf('garbage'), ...proof] }),
    wrong('a proof with the older root at its beginning', { proof: [older.root, ...proof] }),
    wrong('a proof with the newer root at its end', { proof: [...proof, newer.root] }),
    ...proof.map((one, at) => wrong(`a bit turned in hash ${at}`, { proof: proof.with(at, bent(one, at)) }))
  ]
}

const emptyAndSame = (): ConsistencyVector[] => {
  const head = (size: number) => ({ size, root: rootAt(size) })
  const [empty, one, eight] = [head(0), head(1), head(8)]
  return [
    consistency('0 to 8: with the root of another empty tree', false, {
      older: { size: 0, root: one.root },
      newer: eight,
      proof: []
    }),
    consistency('0 to 8: with a proof', false, { older: empty, newer: eight, proof: [one.root] }),
    consistency('8 to 8: with a proof', false, { older: eight, newer: eight, proof: [one.root] }),
    consistency('8 to 8: two roots', false, {
      older: eight,
      newer: { size: 8, root: bent(eight.root) },
      proof: []
    })
  ]
}

export const merkleVectors = () => {
  const inclusions: InclusionVector[] = []
  const consistencies: ConsistencyVector[] = []
  for (const size of [1, 2, 3, 4, 5, 6, 7, 8, 16, 17]) {
    for (let index = 0; index < size; index++) {
      const path = makeInclusionProof(index, size, hash)
      const one = { index, size, leafHash: hashes[index]!, path, root: rootAt(size) }
      inclusions.push(inclusion(`leaf ${index} of ${size}`, true, one))
    }
    for (let older = 0; older <= size; older++) {
      const heads = [older, size].map((one) => ({ size: one, root: rootAt(one) })) as [TreeHead, TreeHead]
      const proof = makeConsistencyProof(older, size, hash)
      consistencies.push(consistency(`${older} to ${size}`, true, { older: heads[0], newer: heads[1], proof }))
    }
  }
  inclusions.push(...bentInclusions(5, 8), ...bentInclusions(4, 7), ...bentInclusions(16, 17).slice(1))
  consistencies.push(...bentConsistencies(6, 8), ...bentConsistencies(4, 8), ...bentConsistencies(7, 17))
  return {
    leaves,
    leafHashes: hashes.map(toHex),
    roots: Array.from({ length: leaves.length + 1 }, (_, size) => toHex(rootAt(size))),
    inclusion: inclusions,
    consistency: [...consistencies, ...emptyAndSame()]
  }
}
