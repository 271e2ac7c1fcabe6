// Facts about a conversation in memory: nothing is missed, nothing comes twice, deletions become tombstones.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConversationEvent, MessageEvent } from '../api/shapes.ts'
import { findMessage, fromNewest, type Timeline, withLive, withNewer, withOlder } from './timeline.ts'

const ben = '22222222-2222-4222-8222-222222222222'
const music = { app: '33333333-3333-4333-8333-333333333333', name: 'Music' }
const at = '2026-05-01T10:00:00.000Z'
const id = (seq: number) => `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`
const message = (seq: number): MessageEvent => ({ kind: 'message', seq, id: id(seq), at, person: ben, text: `m${seq}` })
const deletion = (seq: number, target: number): ConversationEvent => ({
  kind: 'deletion',
  seq,
  at,
  person: ben,
  via: music,
  target: id(target)
})
const messages = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i))
const seqs = (timeline: Timeline) => timeline.shown.map((one) => one.seq)
const start = () => fromNewest({ items: messages(51, 60), more: true })

test('the newest page starts an unbroken run', () => {
  assert.deepEqual({ ...start(), shown: [] }, { shown: [], firstSeq: 51, lastSeq: 60, older: true })
})

test('a conversation without events starts before its first', () => {
  const empty = fromNewest({ items: [], more: false })
  assert.deepEqual(seqs(withLive(empty, [message(1)]).timeline), [1])
})

test('older pages go before, and the last one ends the search', () => {
  const timeline = withOlder(start(), { items: messages(41, 50), more: false })
  assert.deepEqual(
    seqs(timeline),
    messages(41, 60).map((m) => m.seq)
  )
  assert.equal(timeline.older, false)
})

test('the same older page asked for twice is there once', () => {
  const page = { items: messages(41, 50), more: true }
  assert.equal(withOlder(withOlder(start(), page), page).shown.length, 20)
})

test('a live event that follows is appended', () => {
  const { timeline, gap } = withLive(start(), [message(61), message(62)])
  assert.equal(gap, false)
  assert.equal(timeline.lastSeq, 62)
})

test('a live event that is known already is not shown twice', () => {
  const { timeline, gap } = withLive(start(), [message(59), message(60), message(61)])
  assert.equal(gap, false)
  assert.deepEqual(seqs(timeline).slice(-3), [59, 60, 61])
})

test('a gap changes nothing and is reported; the page after the last seq closes it', () => {
  const before = start()
  const { timeline, gap } = withLive(before, [message(63)])
  assert.equal(gap, true)
  assert.equal(timeline, before)
  assert.deepEqual(seqs(withNewer(timeline, { items: messages(61, 63), more: false })).slice(-3), [61, 62, 63])
})

test('a jump inside a page is no gap: the person was away from the group', () => {
  assert.equal(withNewer(start(), { items: [message(80)], more: false }).lastSeq, 80)
})

test('a deletion makes a tombstone that names the app, and takes its place in the order', () => {
  const { timeline } = withLive(start(), [deletion(61, 55)])
  const tombstone = findMessage(timeline, id(55))
  assert.equal(tombstone?.text, undefined)
  assert.deepEqual(tombstone?.deleted, { at, by: ben, via: music })
  assert.equal(timeline.lastSeq, 61)
  assert.equal(withLive(timeline, [message(62)]).gap, false)
})

test('a deletion of a message that is not in memory only takes its place', () => {
  const { timeline } = withLive(start(), [deletion(61, 3)])
  assert.equal(timeline.shown.length, 10)
  assert.equal(timeline.lastSeq, 61)
})

test('a message and its deletion in one frame end as a tombstone', () => {
  const { timeline } = withLive(start(), [message(61), deletion(62, 61)])
  assert.ok(findMessage(timeline, id(61))?.deleted)
})

const restored = (seq: number, target: number, text?: string): ConversationEvent => ({
  kind: 'restored',
  seq,
  at,
  person: ben,
  undid: music,
  target: id(target),
  ...(text !== undefined && { text })
})

test('a restored message has its words again, at its old place, and a line says so', () => {
  const { timeline } = withLive(start(), [deletion(61, 55), restored(62, 55, 'm55')])
  assert.deepEqual(findMessage(timeline, id(55)), findMessage(start(), id(55)))
  assert.equal(timeline.shown.at(-1)?.kind, 'restored')
  assert.equal(timeline.shown.length, 11)
})

test('a restoring that was undone by a later deletion leaves the tombstone', () => {
  const { timeline } = withLive(start(), [deletion(61, 55), restored(62, 55), deletion(63, 55)])
  assert.ok(findMessage(timeline, id(55))?.deleted)
})

test('a deletion in an older page does not hide what was restored since', () => {
  const { timeline } = withLive(start(), [restored(61, 44, 'm44')])
  const older = withOlder(timeline, { items: [...messages(44, 49), deletion(50, 44)], more: true })
  assert.equal(findMessage(older, id(44))?.text, 'm44')
})

test('what was taken back says so', () => {
  const event = { ...deletion(61, 55), takenBack: true } as ConversationEvent
  const { timeline } = withLive(start(), [event])
  assert.equal(findMessage(timeline, id(55))?.deleted?.takenBack, true)
})

test('an older timeline object is never changed', () => {
  const before = start()
  withLive(before, [deletion(61, 55), message(62)])
  assert.equal(findMessage(before, id(55))?.text, 'm55')
  assert.equal(before.shown.length, 10)
})
