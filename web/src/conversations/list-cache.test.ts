// Facts about the remembered conversation list under live events.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Conversation, MessageEvent } from '../api/shapes.ts'
import { type ConversationPages, withConversation, withEvents, withRead, withSeen } from './list-cache.ts'

const ana = '11111111-1111-4111-8111-111111111111'
const ben = '22222222-2222-4222-8222-222222222222'
const at = '2026-05-01T10:00:00.000Z'
const conversation = (id: string): Conversation => ({
  id,
  kind: 'direct',
  members: [],
  lastSeq: 4,
  lastAt: at,
  readSeq: 4,
  unread: 0,
  maySend: true
})
const message = (seq: number, person: string): MessageEvent => ({
  kind: 'message',
  seq,
  id: `m${seq}`,
  at,
  person,
  text: 'Hi'
})

test('a message of somebody else counts as unread, once', () => {
  const once = withEvents(conversation('a'), [message(5, ben)], ana)
  assert.equal(once.unread, 1)
  assert.equal(withEvents(once, [message(5, ben)], ana), once)
})

test('a message of one’s own does not count as unread', () => {
  assert.equal(withEvents(conversation('a'), [message(5, ana)], ana).unread, 0)
})

test('unread stops at 100, which stands for more than 99', () => {
  const many = Array.from({ length: 300 }, (_, i) => message(5 + i, ben))
  assert.equal(withEvents(conversation('a'), many, ana).unread, 100)
})

test('reading to the end leaves nothing unread; reading less says nothing yet', () => {
  const unread = withEvents(conversation('a'), [message(5, ben), message(6, ben)], ana)
  assert.equal(withRead(unread, 6).unread, 0)
  assert.equal(withRead(unread, 5).unread, 2)
  assert.equal(withRead(unread, 3), unread)
})

test('what comes while somebody looks at its conversation is not shown as unread', () => {
  const unread = ['a', 'b'].map((id) => withEvents(conversation(id), [message(5, ben)], ana))
  assert.deepEqual(
    withSeen(unread, 'b').map((one) => one.unread),
    [1, 0]
  )
  assert.equal(withSeen(unread, undefined), unread)
})

test('a deleted last message is shown as deleted', () => {
  const before = withEvents(conversation('a'), [message(5, ben)], ana)
  const after = withEvents(before, [{ kind: 'deletion', seq: 6, at, person: ben, target: 'm5' }], ana)
  assert.equal(after.last?.text, undefined)
  assert.equal(after.last?.deleted?.by, ben)
})

test('a restored last message is shown with its words again', () => {
  const before = withEvents(conversation('a'), [message(5, ben)], ana)
  const undid = { app: 'music', name: 'Music' }
  const after = withEvents(
    before,
    [
      { kind: 'deletion', seq: 6, at, person: ben, via: undid, target: 'm5' },
      { kind: 'restored', seq: 7, at, person: ben, undid, target: 'm5', text: before.last?.text ?? '' }
    ],
    ana
  )
  assert.deepEqual(after.last, before.last)
})

test('a conversation with something newer goes to the top, from any page', () => {
  const data: ConversationPages = {
    pages: [{ items: [conversation('a'), conversation('b')], next: 'x' }, { items: [conversation('c')] }],
    pageParams: [undefined, 'x']
  }
  const moved = withConversation(data, withEvents(conversation('c'), [message(5, ben)], ana))
  assert.deepEqual(
    moved.pages.map((page) => page.items.map((one) => one.id)),
    [['c', 'a', 'b'], []]
  )
  const stayed = withConversation(data, { ...conversation('b'), readSeq: 9 })
  assert.deepEqual(
    stayed.pages.map((page) => page.items.map((one) => one.id)),
    [['a', 'b'], ['c']]
  )
})
