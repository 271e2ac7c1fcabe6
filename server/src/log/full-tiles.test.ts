// Full tiles are those that all hashes give, however the tree grew.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { merkleRoot } from '@parley/protocol/log/merkle-root.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import fc from 'fast-check'
import { fullTiles } from './full-tiles.ts'

test('growing in steps gives each full tile once, on every level', async () => {
  const all = Array.from({ length: 66_100 }, (_, at) => sha256(Uint8Array.of(at >> 16, at >> 8, at)))
  const step = fc.oneof(fc.integer({ min: 1, max: 700 }), fc.constantFrom(256, 512, 65_536, 65_000))
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const levels: Uint8Array[][] = [all, [], []]
      let size = 0
      const seen = new Set<string>()
      for (const by of steps) {
        const grown = all.slice(size, size + by)
        const tiles = await fullTiles(size, grown, async (level, from, count) =>
          (level === 0 ? all : levels[level]!).slice(from, from + count)
        )
        for (const { level, n, hashes, root } of tiles) {
          assert.ok(!seen.has(`${level}/${n}`))
          seen.add(`${level}/${n}`)
          const below = levels[level]!.slice(n * 256, (n + 1) * 256)
          assert.deepEqual(Buffer.from(hashes), Buffer.concat(below))
          assert.deepEqual(root, merkleRoot(below))
          levels[level + 1]!.push(root)
        }
        size = Math.min(size + by, all.length)
        assert.equal(levels[1]!.length, Math.floor(size / 256))
        assert.equal(levels[2]!.length, Math.floor(size / 65_536))
      }
    }),
    { numRuns: 10 }
  )
})
