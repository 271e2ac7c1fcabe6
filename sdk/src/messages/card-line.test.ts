// Facts about lines of cards.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cardLine } from './card-line.ts'

test('a short line stays, a long one is cut and says so', () => {
  assert.equal(cardLine(' Salt on the Window '), 'Salt on the Window')
  assert.equal(cardLine('🎵'.repeat(200)), '🎵'.repeat(200))
  assert.equal(cardLine('🎵'.repeat(201)), `${'🎵'.repeat(199)}…`)
})

test('no line is longer than a card may have', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => assert.ok([...cardLine(text)].length <= 200))
  )
})
