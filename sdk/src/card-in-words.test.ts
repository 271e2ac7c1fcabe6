// Tests that every kind of card can be said.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cardInWords } from './card-in-words.ts'

test('each kind of card is said with what names it', () => {
  assert.equal(cardInWords({ type: 'song', name: 'Ferry', byArtist: 'Tide' }), 'the song Ferry by Tide')
  assert.equal(cardInWords({ type: 'film', name: 'Harbour' }), 'the film Harbour')
  assert.equal(
    cardInWords({ type: 'episode', name: 'Pilot', partOfSeries: 'Boats', seasonNumber: 1, episodeNumber: 1 }),
    'an episode of Boats: Pilot'
  )
  const receipt = { type: 'receipt', amount: { value: '12.50', currency: 'EUR' }, beneficiary: 'Ben' } as const
  assert.equal(
    cardInWords({ ...receipt, sentAt: '2026-01-01', reference: 'R1' } as never),
    'a receipt for 12.50 EUR to Ben'
  )
  assert.equal(cardInWords({ type: 'link', url: 'https://example.org/x' }), 'a link to example.org')
  assert.equal(cardInWords({ type: 'link', url: 'https://example.org/x', name: 'Map' }), 'a link: Map')
})
