// Facts about resuming: what is sent on a new socket, and how frames move the position.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServerFrame } from '@parley/protocol/api/live.ts'
import { advance, fromNow, type Position, resumeFrame } from './resume.ts'

const a = '11111111-1111-4111-8111-111111111111'
const b = '22222222-2222-4222-8222-222222222222'
const events = (conversation: string, ...seqs: number[]): ServerFrame => ({
  type: 'events',
  conversation,
  events: seqs.map((seq) => ({ kind: 'titled', seq, at: '2026-05-01T10:00:00.000Z', person: a, title: 'Trip' }))
})
const after = (...frames: ServerFrame[]): Position => frames.reduce(advance, fromNow)

test('the first socket asks for everything from now on', () => {
  assert.deepEqual(resumeFrame(fromNow), { type: 'resume' })
})

test('a later socket names its cursor and the highest seq it has per conversation', () => {
  const position = after({ type: 'ready', cursor: 'c1' }, events(a, 4, 5), events(b, 9), events(a, 6))
  assert.deepEqual(resumeFrame(position), { type: 'resume', cursor: 'c1', have: { [a]: 6, [b]: 9 } })
})

test('ready replaces the cursor and empties what is had', () => {
  const position = after({ type: 'ready', cursor: 'c1' }, events(a, 4), { type: 'ready', cursor: 'c2' })
  assert.deepEqual(position, { cursor: 'c2', have: {} })
})

test('a socket lost before ready resumes from the older cursor with what came in between', () => {
  const position = after({ type: 'ready', cursor: 'c1' }, events(a, 4), events(a, 5))
  assert.deepEqual(resumeFrame(position), { type: 'resume', cursor: 'c1', have: { [a]: 5 } })
})

test('events that come before the first ready are kept, but without a cursor the next socket starts from now', () => {
  assert.deepEqual(resumeFrame(after(events(a, 4))), { type: 'resume' })
})

test('a repeated or older frame does not move the position back', () => {
  const position = after({ type: 'ready', cursor: 'c1' }, events(a, 4, 5), events(a, 4))
  assert.equal(position.have[a], 5)
})

test('frames that carry no events leave the position as it is', () => {
  const start = after({ type: 'ready', cursor: 'c1' }, events(a, 4))
  for (const frame of [
    { type: 'sent', ref: 1, id: b, seq: 5, at: '2026-05-01T10:00:00.000Z' },
    { type: 'read', conversation: a, seq: 4 },
    { type: 'changed', what: 'friends' },
    { type: 'refused', code: 'rate_limited', title: 'Wait' },
    { type: 'events', conversation: a, events: [] }
  ] satisfies ServerFrame[])
    assert.equal(advance(start, frame), start)
})
