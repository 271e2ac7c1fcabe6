// Tests of the answers to scrobbles.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerTrakt } from './answer-trakt.ts'

const movie = { title: 'The Lamplighter' }
const now = 1_800_000_000_000
const seen = (progress: number) => ({ progress, completed: progress >= 80 })

test('a scrobble says what became of it, and what it was about', () => {
  const answer = (action: string, progress: number) =>
    answerTrakt(action, { movie }, seen(progress), { finishedAt: undefined, now }).body
  assert.deepEqual(answer('stop', 95), {
    id: 0,
    action: 'scrobble',
    progress: 95,
    movie,
    show: undefined,
    episode: undefined
  })
  assert.equal('action' in answer('stop', 40) && (answer('stop', 40) as { action: string }).action, 'pause')
  assert.equal((answer('start', 0) as { action: string }).action, 'start')
})

test('the same end again within an hour is a conflict, with the times', () => {
  const again = (progress: number, minutesAgo: number) =>
    answerTrakt('stop', { movie }, seen(progress), { finishedAt: now - minutesAgo * 60_000, now })
  assert.deepEqual(again(95, 59), {
    status: 409,
    body: { watched_at: '2027-01-15T07:01:00.000Z', expires_at: '2027-01-15T08:01:00.000Z' }
  })
  assert.equal(again(95, 60).status, 201)
  assert.equal(again(40, 1).status, 201)
})
