// Facts about how a timeline is laid out in rows.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MessageEvent } from '../api/shapes.ts'
import { rowsOf } from './rows.ts'
import type { Outgoing } from './outbox.ts'

const ana = '11111111-1111-4111-8111-111111111111'
const ben = '22222222-2222-4222-8222-222222222222'
const message = (seq: number, person: string, at: string): MessageEvent => ({
  kind: 'message',
  seq,
  id: `m${seq}`,
  at,
  person,
  text: `m${seq}`
})
const kinds = (rows: ReturnType<typeof rowsOf>) => rows.map((row) => row.kind)

test('messages of one person within five minutes are one run', () => {
  const rows = rowsOf(
    [
      message(1, ben, '2026-05-01T10:00:00Z'),
      message(2, ben, '2026-05-01T10:04:00Z'),
      message(3, ben, '2026-05-01T10:30:00Z')
    ],
    [],
    ana,
    undefined
  )
  const ends = rows.flatMap((row) => (row.kind === 'message' ? [[row.first, row.last]] : []))
  assert.deepEqual(ends, [
    [true, false],
    [false, true],
    [true, true]
  ])
})

test('each day starts with its separator', () => {
  const rows = rowsOf(
    [message(1, ben, '2026-05-01T10:00:00Z'), message(2, ben, '2026-05-03T10:00:00Z')],
    [],
    ana,
    undefined
  )
  assert.deepEqual(kinds(rows), ['day', 'message', 'day', 'message'])
})

test('the unread line goes before the first message of somebody else that was not read', () => {
  const rows = rowsOf(
    [
      message(1, ben, '2026-05-01T10:00:00Z'),
      message(2, ana, '2026-05-01T10:01:00Z'),
      message(3, ben, '2026-05-01T10:02:00Z')
    ],
    [],
    ana,
    1
  )
  assert.deepEqual(kinds(rows), ['day', 'message', 'message', 'unread', 'message'])
})

test('an outgoing message that has arrived is shown once', () => {
  const outgoing: Outgoing = {
    clientId: 'm2',
    conversation: 'c',
    at: '2026-05-01T10:01:00Z',
    text: 'm2',
    state: 'sending'
  }
  const waiting: Outgoing = { ...outgoing, clientId: 'm3' }
  const rows = rowsOf([message(2, ana, '2026-05-01T10:01:00Z')], [outgoing, waiting], ana, undefined)
  assert.deepEqual(
    rows.map((row) => row.key),
    ['day-2026-05-01T10:01:00Z', 'm2', 'm3']
  )
})

test('what waits behind a message that does not get out is held too, and a refused one is not', () => {
  const one = (clientId: string, more: Partial<Outgoing>): Outgoing => ({
    clientId,
    conversation: 'c',
    at: '2026-05-01T10:01:00Z',
    text: clientId,
    state: 'waiting',
    ...more
  })
  const held = (outgoing: Outgoing[]) =>
    rowsOf([], outgoing, ana, undefined).flatMap((row) => (row.kind === 'outgoing' ? [row.held] : []))
  assert.deepEqual(held([one('a', { state: 'sending' }), one('b', {})]), [false, false])
  assert.deepEqual(held([one('a', { error: 'down' }), one('b', {})]), [true, true])
  assert.deepEqual(held([one('a', { state: 'sending', error: 'down' }), one('b', {})]), [true, true])
  assert.deepEqual(held([one('a', { state: 'refused', error: 'no' }), one('b', {})]), [false, false])
})

test('what one person restored in one go is one line with its count', () => {
  const restored = (seq: number, app: string) => ({
    kind: 'restored' as const,
    seq,
    at: '2026-05-01T10:00:00Z',
    person: ana,
    undid: { app, name: app },
    target: `m${seq}`
  })
  const rows = rowsOf([restored(1, 'music'), restored(2, 'music'), restored(3, 'films')], [], ana, undefined)
  assert.deepEqual(
    rows.flatMap((row) => (row.kind === 'notice' ? [row.count] : [])),
    [2, 1]
  )
})
