// Facts about days that come on several pages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addedUp } from './add-up-days.ts'

const app = { id: '11111111-1111-4111-8111-111111111111', name: 'Tunes' }

test('a day that goes on with the next page is one line, and its numbers add up', () => {
  const days = addedUp([
    { day: '2026-05-02', app, reads: 1, count: 3, within: 'a' },
    { day: '2026-05-01', app, reads: 2, count: 5, within: 'b' },
    { day: '2026-05-01', app, reads: 1, count: 1, atLeast: true, within: 'c' },
    { day: '2026-05-01', reads: 1, count: 1, within: 'd' }
  ])
  assert.deepEqual(days, [
    { day: '2026-05-02', app, reads: 1, count: 3, withins: ['a'] },
    { day: '2026-05-01', app, reads: 3, count: 6, atLeast: true, withins: ['b', 'c'] },
    { day: '2026-05-01', reads: 1, count: 1, withins: ['d'] }
  ])
})
