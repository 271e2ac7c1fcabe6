// Facts about open timelines: a gap is closed by asking, and a load that live events overtake misses nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Events, MessageEvent } from '../api/shapes.ts'
import { createTimelines } from './timelines.ts'

const room = '11111111-1111-4111-8111-111111111111'
const message = (seq: number): MessageEvent => ({
  kind: 'message',
  seq,
  id: `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`,
  at: '2026-05-01T10:00:00.000Z',
  person: room,
  text: `m${seq}`
})

/** A conversation that exists up to `last`; answers as the platform does. */
const platform = (last: number) => {
  const state = { last, asked: 0, fail: false }
  const fetchEvents = async (
    _id: string,
    range: { before?: number; after?: number; limit?: number }
  ): Promise<Events> => {
    state.asked++
    if (state.fail) throw new Error('down')
    const all = Array.from({ length: state.last }, (_, i) => message(i + 1))
    const limit = range.limit ?? 50
    await new Promise((resolve) => setTimeout(resolve, 1))
    if (range.after !== undefined) {
      const rest = all.filter((m) => m.seq > range.after!)
      return { items: rest.slice(0, limit), more: rest.length > limit }
    }
    const rest = all.filter((m) => range.before === undefined || m.seq < range.before)
    return { items: rest.slice(-limit), more: rest.length > limit }
  }
  return { state, fetchEvents }
}
const seqs = (timelines: ReturnType<typeof createTimelines>) =>
  timelines.get(room).timeline?.shown.map((one) => one.seq)
const run = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

test('a gap is closed by asking for what is missing', async () => {
  const { state, fetchEvents } = platform(60)
  const timelines = createTimelines(fetchEvents)
  await timelines.load(room)
  state.last = 64
  timelines.receive(room, [message(64)])
  await timelines.load(room)
  assert.deepEqual(seqs(timelines), run(11, 64))
})

test('live events that arrive during the first load are not missed', async () => {
  const { state, fetchEvents } = platform(60)
  const timelines = createTimelines(fetchEvents)
  const loading = timelines.load(room)
  state.last = 61
  timelines.receive(room, [message(61)])
  await loading
  assert.deepEqual(seqs(timelines), run(11, 61))
})

test('far behind, the newest page is shown instead of everything in between', async () => {
  const { state, fetchEvents } = platform(60)
  const timelines = createTimelines(fetchEvents)
  await timelines.load(room)
  state.last = 5000
  await timelines.load(room)
  assert.equal(timelines.get(room).timeline?.lastSeq, 5000)
  assert.equal(seqs(timelines)?.length, 50)
})

test('older pages can be asked for until the first event', async () => {
  const { fetchEvents } = platform(120)
  const timelines = createTimelines(fetchEvents)
  await timelines.load(room)
  await timelines.older(room)
  await timelines.older(room)
  await timelines.older(room)
  assert.deepEqual(seqs(timelines), run(1, 120))
})

test('a failed load says so and can be tried again', async () => {
  const { state, fetchEvents } = platform(3)
  const timelines = createTimelines(fetchEvents)
  state.fail = true
  await timelines.load(room)
  assert.ok(timelines.get(room).error)
  state.fail = false
  await timelines.load(room)
  assert.deepEqual(seqs(timelines), [1, 2, 3])
  assert.equal(timelines.get(room).error, undefined)
})

test('events of a conversation that is not open load nothing', () => {
  const { state, fetchEvents } = platform(3)
  createTimelines(fetchEvents).receive(room, [message(3)])
  assert.equal(state.asked, 0)
})

test('a socket that starts from now makes every open conversation look for what it missed', async () => {
  const { state, fetchEvents } = platform(60)
  const timelines = createTimelines(fetchEvents)
  await timelines.load(room)
  state.last = 62
  timelines.loadEach()
  await timelines.load(room)
  assert.deepEqual(seqs(timelines), run(11, 62))
})
