// Tests of the card that a song becomes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Song } from '@parley/connectors/listenbrainz/parse-song.ts'
import { songCard, songKey } from './song.ts'

test('every song becomes a card with lines that a message can carry', () => {
  const songs: fc.Arbitrary<Song> = fc.record(
    {
      name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }).filter((text) => text.trim() !== ''),
      artist: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }).filter((text) => text.trim() !== ''),
      durationMs: fc.integer({ min: 1, max: 86_400_000 })
    },
    { requiredKeys: ['name', 'artist'] }
  ) as fc.Arbitrary<Song>
  fc.assert(
    fc.property(songs, (song) => {
      const card = songCard(song) as { name: string; byArtist: string; duration?: string }
      for (const line of [card.name, card.byArtist]) {
        assert.ok([...line].length >= 1 && [...line].length <= 200 && /\S/.test(line) && line.isWellFormed())
      }
      if (card.duration !== undefined) assert.match(card.duration, /^PT(?=\d)(\d{1,2}H)?(\d{1,3}M)?(\d{1,5}S)?$/)
    })
  )
})

test('the same song in another case is the same song', () => {
  assert.equal(
    songKey({ name: 'Blue Bicycle ', artist: 'MARA LINDE' }),
    songKey({ name: 'blue bicycle', artist: 'Mara Linde' })
  )
  assert.notEqual(songKey({ name: 'a', artist: 'b' }), songKey({ name: 'b', artist: 'a' }))
})
