// Facts about how times are written.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hourMinuteIn } from './clock.ts'
import { englishOf } from './numbers.ts'

const night = new Date(2026, 4, 3, 0, 22)
const morning = new Date(2026, 4, 3, 9, 5)
const evening = new Date(2026, 4, 3, 22, 10)
const written = (locale: string) => [night, morning, evening].map((at) => hourMinuteIn(locale).format(at))

test('where the day has 24 hours, hours and minutes have two digits each', () => {
  for (const locale of ['en-GB', 'de', 'fr', 'es', 'pt-PT', 'sv'])
    assert.deepEqual(written(locale), ['00:22', '09:05', '22:10'], locale)
})

test('where clocks have 12 hours, the hour is written as people there write it', () => {
  const plain = written('en-US').map((time) => time.replace(/\s/, ' '))
  assert.deepEqual(plain, ['12:22 AM', '9:05 AM', '10:10 PM'])
})

test('dates and numbers are written in English, as the words around them are', () => {
  assert.deepEqual(['en-US', 'en-AU', 'en', 'de', 'ar-EG'].map(englishOf), ['en-US', 'en-AU', 'en', 'en-GB', 'en-GB'])
})
