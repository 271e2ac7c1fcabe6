// Tests of how long to wait.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backoffMs, retryAfterSeconds } from './retry-after.ts'

test('Retry-After is read as seconds or as a date', () => {
  assert.equal(retryAfterSeconds('7'), 7)
  assert.equal(retryAfterSeconds(null), undefined)
  assert.equal(retryAfterSeconds('soon'), undefined)
  assert.equal(retryAfterSeconds('Thu, 01 Jan 1970 00:00:00 GMT'), 0)
  const seconds = retryAfterSeconds(new Date(Date.now() + 60_000).toUTCString())
  assert.ok(seconds !== undefined && seconds >= 58 && seconds <= 60)
})

test('without Retry-After the wait doubles up to eight seconds, with it the wait is never shorter', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 9].map((attempt) => backoffMs(attempt, undefined, 0)),
    [250, 500, 1000, 2000, 8000]
  )
  assert.equal(backoffMs(0, 3, 0), 3000)
  assert.ok(backoffMs(0, 3, 1) > 3000)
})
