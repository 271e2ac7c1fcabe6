// Tests of cutting text: nothing is lost, nothing is too long, and a speech is filled as far as it reaches.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countFitting, cutText } from './cut-text.ts'
import { toSsml } from './ssml.ts'

const texts = fc.string({ unit: fc.constantFrom('a', ' ', '&', '😀'), maxLength: 300 })

test('the parts are short, and have every character but spaces, in order', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 50 }), (text, charsMax) => {
      const parts = cutText(text, charsMax)
      assert.ok(parts.every((part) => part !== '' && [...part].length <= charsMax && part.isWellFormed()))
      assert.equal(parts.join('').replaceAll(' ', ''), text.replaceAll(' ', ''))
    })
  )
  assert.deepEqual(cutText('we meet at the station', 12), ['we meet at', 'the station'])
})

test('as many sentences fit as their speech has room for, and not one more', () => {
  const frame = '<speak></speak>'.length
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 6 }), fc.integer({ min: 0, max: 800 }), (sentences, charsMax) => {
      const n = countFitting(sentences, charsMax)
      const lengthOf = (of: number): number => toSsml(sentences.slice(0, of)).length - frame
      assert.ok(lengthOf(n) <= charsMax)
      assert.ok(n === sentences.length || lengthOf(n + 1) > charsMax)
    })
  )
})
