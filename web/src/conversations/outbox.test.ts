// Facts about outgoing messages: in order, once each under their id, over lost connections and reloads.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { ApiError } from '../api/api-error.ts'
import type { Sent } from '../api/shapes.ts'
import { createOutbox, type Outgoing } from './outbox.ts'

const memory = (): Storage => {
  const values = new Map<string, string>()
  return {
    get length() {
      return values.size
    },
    key: (i) => [...values.keys()][i] ?? null,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    clear: () => values.clear()
  }
}
const down = new ApiError('unreachable', 0, { title: 'down' })
const refused = new ApiError('not_friends', 403, { title: 'You can write to friends only' })
const message = (clientId: string, conversation = 'room') => ({
  clientId,
  conversation,
  at: `2026-05-01T10:00:0${clientId}.000Z`,
  text: `t${clientId}`
})
const world = (answers: (ApiError | undefined)[] = [], storage = memory()) => {
  const delivered: string[] = []
  const sent: string[] = []
  let underWay = 0
  const deliver = async (one: Outgoing): Promise<Sent> => {
    underWay++
    await new Promise((resolve) => setTimeout(resolve, 0))
    underWay--
    delivered.push(one.clientId)
    const answer = answers.shift()
    if (answer) throw answer
    return { id: one.clientId, seq: delivered.length, at: one.at }
  }
  const outbox = createOutbox('out.', storage, { deliver, sent: (one) => void sent.push(one.clientId) })
  /** Until nothing is under way: what follows a delivery begins before the next turn. */
  const settle = async () => {
    do await turn()
    while (underWay > 0)
  }
  return { outbox, delivered, sent, storage, settle }
}

test('messages of one conversation go out in the order they were written', async () => {
  const { outbox, sent, settle } = world()
  for (const id of ['1', '2', '3']) outbox.send(message(id))
  await settle()
  assert.deepEqual(sent, ['1', '2', '3'])
  assert.deepEqual(outbox.get(), [])
})

test('without a connection later messages wait behind the first, and go out in order when it is back', async () => {
  const { outbox, delivered, sent, settle } = world([down])
  outbox.send(message('1'))
  outbox.send(message('2'))
  await settle()
  assert.deepEqual(delivered, ['1'])
  assert.deepEqual(
    outbox.get().map((one) => one.state),
    ['waiting', 'waiting']
  )
  outbox.flush()
  await settle()
  assert.deepEqual(delivered, ['1', '1', '2'])
  assert.deepEqual(sent, ['1', '2'])
  outbox.close()
})

test('a refused message stays with its reason and does not hold up the next', async () => {
  const { outbox, sent, settle } = world([refused])
  outbox.send(message('1'))
  outbox.send(message('2'))
  await settle()
  assert.deepEqual(sent, ['2'])
  assert.equal(outbox.get()[0]?.state, 'refused')
  assert.equal(outbox.get()[0]?.error, refused)
  outbox.again('1')
  await settle()
  assert.deepEqual(sent, ['2', '1'])
})

test('what was not sent before a reload is sent after it, under the same id', async () => {
  const first = world([down])
  first.outbox.send(message('1'))
  await first.settle()
  first.outbox.close()
  const second = world([], first.storage)
  second.outbox.flush()
  await second.settle()
  assert.deepEqual(second.sent, ['1'])
  assert.equal(first.storage.length, 0)
})

test('a dropped message is gone for good', async () => {
  const { outbox, storage, settle } = world([refused])
  outbox.send(message('1'))
  await settle()
  outbox.drop('1')
  assert.deepEqual(outbox.get(), [])
  assert.equal(storage.length, 0)
})
