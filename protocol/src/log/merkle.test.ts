// Merkle trees agree with the published vectors, and every proof holds for its own place and no other.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkConsistency } from './check-consistency.ts'
import { checkInclusion } from './check-inclusion.ts'
import { emptyFrontier, extendFrontier, frontierBytes, frontierOf, frontierRoot } from './frontier.ts'
import { fromHex, toHex } from './hex.ts'
import { makeConsistencyProof, makeInclusionProof, rangeHashOf } from './make-proof.ts'
import { emptyRoot, hashLeaf } from './merkle-hash.ts'
import { merkleRoot } from './merkle-root.ts'
import { hmacSha256, sha256 } from './sha256.ts'
import { toUtf8 } from './utf8.ts'

const bytes = (hex: string): Uint8Array => fromHex(hex) ?? assert.fail(hex)
// The reference leaves and roots of Certificate Transparency (RFC 6962 §2.1.3 describes the shapes).
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (entry) => hashLeaf(bytes(entry))
)
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'
]

test('the published roots of the trees of 0 to 8 leaves come out', () => {
  assert.equal(toHex(emptyRoot), roots[0])
  let frontier = emptyFrontier
  for (const [size, root] of roots.entries()) {
    assert.equal(toHex(merkleRoot(leaves.slice(0, size))), root)
    assert.equal(toHex(frontierRoot(frontier)), root)
    frontier = extendFrontier(frontier, leaves.slice(size, size + 1))
  }
})

test('the published proofs come out', () => {
  const hash = rangeHashOf(leaves)
  assert.deepEqual(makeInclusionProof(0, 8, hash).map(toHex), [
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4'
  ])
  assert.deepEqual(makeInclusionProof(5, 8, hash).map(toHex), [
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'
  ])
  assert.deepEqual(makeConsistencyProof(6, 8, hash).map(toHex), [
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'
  ])
  assert.deepEqual(makeConsistencyProof(2, 5, hash).map(toHex), [
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b'
  ])
})

const many = Array.from({ length: 70 }, (_, index) => hashLeaf(toUtf8(`leaf ${index}`)))
const hashOf = rangeHashOf(many)
const rootAt = Array.from({ length: many.length + 1 }, (_, size) => merkleRoot(many.slice(0, size)))
const flipped = (hash: Uint8Array, bit: number): Uint8Array =>
  hash.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))

test('every leaf of every tree up to 70 has a proof, and it holds for no other place', () => {
  for (let size = 1; size <= many.length; size++) {
    for (let index = 0; index < size; index++) {
      const proof = { index, size, leafHash: many[index]!, path: makeInclusionProof(index, size, hashOf) }
      const root = rootAt[size]!
      assert.ok(checkInclusion(proof, root), `${index} of ${size}`)
      const others = [
        { ...proof, index: index + 1 },
        { ...proof, index: index - 1 },
        { ...proof, leafHash: root === proof.leafHash ? many[0]! : root },
        { ...proof, path: proof.path.slice(1) },
        { ...proof, path: [...proof.path, root] },
        { ...proof, path: [root, ...proof.path] }
      ]
      for (const other of others) {
        if (size === 1 && other.path.length === 0 && other.index === 0 && other.leafHash === proof.leafHash) continue
        assert.ok(!checkInclusion(other, root), `${index} of ${size}`)
      }
    }
  }
})

test('every tree up to 70 is shown to be a beginning of every longer one', () => {
  for (let newer = 0; newer <= many.length; newer++) {
    for (let older = 0; older <= newer; older++) {
      const [from, to] = [
        { size: older, root: rootAt[older]! },
        { size: newer, root: rootAt[newer]! }
      ]
      const proof = makeConsistencyProof(older, newer, hashOf)
      assert.ok(checkConsistency(from, to, proof), `${older} to ${newer}`)
      assert.ok(!checkConsistency(from, to, [...proof, to.root]))
      assert.ok(proof.length === 0 || !checkConsistency(from, to, proof.slice(1)))
      assert.ok(older === newer || !checkConsistency(to, from, proof))
      if (older > 0) {
        assert.ok(!checkConsistency({ ...from, root: flipped(from.root, 9) }, to, proof))
        assert.ok(!checkConsistency(from, { ...to, root: flipped(to.root, 9) }, proof))
      }
    }
  }
})

test('a proof with any bit changed fails', () => {
  const arbitrary = fc.integer({ min: 2, max: 70 }).chain((size) =>
    fc.record({
      size: fc.constant(size),
      index: fc.integer({ min: 0, max: size - 1 }),
      older: fc.integer({ min: 1, max: size - 1 }),
      bit: fc.integer({ min: 0, max: 255 }),
      step: fc.nat()
    })
  )
  fc.assert(
    fc.property(arbitrary, ({ size, index, older, bit, step }) => {
      const change = (path: Uint8Array[]) =>
        path.map((hash, at) => (at === step % path.length ? flipped(hash, bit) : hash))
      const path = makeInclusionProof(index, size, hashOf)
      const leafHash = many[index]!
      assert.ok(!checkInclusion({ index, size, leafHash, path: change(path) }, rootAt[size]!))
      assert.ok(!checkInclusion({ index, size, leafHash: flipped(leafHash, bit), path }, rootAt[size]!))
      assert.ok(!checkInclusion({ index, size, leafHash, path }, flipped(rootAt[size]!, bit)))
      const proof = makeConsistencyProof(older, size, hashOf)
      const [from, to] = [
        { size: older, root: rootAt[older]! },
        { size, root: rootAt[size]! }
      ]
      assert.ok(!checkConsistency(from, to, change(proof)))
    })
  )
})

test('a frontier that is stored and read again goes on to the same roots', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 70 }), (a, b) => {
      const [first, size] = [Math.min(a, b), Math.max(a, b)]
      const stored = frontierBytes(extendFrontier(emptyFrontier, many.slice(0, first)))
      const frontier = extendFrontier(frontierOf(first, stored), many.slice(first, size))
      assert.equal(frontier.size, size)
      assert.deepEqual(frontierRoot(frontier), rootAt[size])
    })
  )
  assert.throws(() => frontierOf(3, new Uint8Array(32)), RangeError)
})

test('SHA-256 in parts and HMAC agree with those of Node', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 }), (parts) => {
      assert.equal(toHex(sha256(...parts)), createHash('sha256').update(Buffer.concat(parts)).digest('hex'))
    })
  )
  // RFC 4231 §4.3.
  assert.equal(
    toHex(hmacSha256(toUtf8('Jefe'), toUtf8('what do ya want for nothing?'))),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
  )
})
