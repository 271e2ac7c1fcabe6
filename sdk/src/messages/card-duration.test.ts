// Facts about durations in cards.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cardDuration } from './card-duration.ts'

test('a duration is written as ISO 8601 has it', () => {
  assert.deepEqual([200_000, 59_600, 60_000, 3_600_000, 5_025_000, 400].map(cardDuration), [
    'PT3M20S',
    'PT1M',
    'PT1M',
    'PT1H',
    'PT1H23M45S',
    'PT0S'
  ])
})
