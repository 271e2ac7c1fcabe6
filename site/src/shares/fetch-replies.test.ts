// Tests of answers to shares: each person has their own copy, as their own permission tells it.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ParleyRefusal, type PartnerMessage, type Session } from '@parley/sdk'
import { meetPerson } from '../people/person.ts'
import { openStore } from '../store/open-store.ts'
import { beginShare } from './begin-share.ts'
import { checkReplies } from './check-replies.ts'
import { fetchReplies } from './fetch-replies.ts'
import { listReplies, listShares, readShare, shareSchema } from './share.ts'

const folder = mkdtempSync(join(tmpdir(), 'site-test-'))
const db = openStore(folder, 'site', shareSchema)
after(() => {
  db.close()
  rmSync(folder, { recursive: true })
})
const [ana, ben] = [meetPerson(db, 'ana', 'Ana').id, meetPerson(db, 'ben', 'Ben').id]
const begin = (once: string) =>
  beginShare(db, ana, { about: 'Salt', once, conversation: 'c', friend: 'Ben', content: { text: 'look' } })

/** A connection whose changes are these. */
const told = (id: string, ...items: PartnerMessage[]): Session =>
  ({ id, messages: { changes: async () => ({ items, next: 'n', more: false }) } }) as unknown as Session
const reply: PartnerMessage = {
  id: 'r',
  conversation: 'c',
  at: '2026-11-25T10:00:00.000Z',
  from: { id: 'cara', name: 'Cara' },
  own: false,
  replyTo: 'm',
  text: 'lovely'
}

test('an answer that is hidden from one person does not show to them because another one may see it', async () => {
  const { id } = begin('ben')
  db.prepare(`update share set state = 'sent', message = 'm' where id = ?`).run(id)
  await fetchReplies(db, told('of ben', reply), ben)
  await fetchReplies(db, told('of ana', { id: 'r', conversation: 'c', withheld: true }), ana)
  const share = readShare(db, ana, id)!
  assert.deepEqual([listReplies(db, share), share.replies], [[], 0])
  await fetchReplies(db, told('of ana', reply), ana)
  assert.equal(listReplies(db, share)[0]?.text, 'lovely')
  assert.equal(readShare(db, ana, id)!.replies, 1)
})

test('an answer that is shown is asked for again once a day, and goes when Parley no longer gives it', async () => {
  const { id, about } = readShare(db, ana, listShares(db, ana, 1)[0]!.id)!
  const asked: string[] = []
  const answering = (answer: () => PartnerMessage): Session =>
    ({
      messages: {
        one: async (_conversation: string, message: string) => {
          asked.push(message)
          return answer()
        }
      }
    }) as unknown as Session
  const texts = () => listReplies(db, readShare(db, ana, id)!).map(({ text }) => text)
  const aDayLater = (): unknown => db.prepare('update reply set seen_at = seen_at - ?').run(25 * 60 * 60 * 1000)
  const refusing = (code: string) => answering(() => assert.fail(new ParleyRefusal(code, { status: 404, title: code })))
  await checkReplies(
    db,
    answering(() => reply),
    ana,
    [about]
  )
  assert.deepEqual(asked, [], 'it was given just now')
  aDayLater()
  await checkReplies(
    db,
    answering(() => reply),
    ana,
    ['another book']
  )
  assert.deepEqual(asked, [], 'it is not shown')
  await checkReplies(
    db,
    answering(() => ({ ...reply, text: 'lovely' })),
    ana,
    [about]
  )
  await checkReplies(
    db,
    answering(() => reply),
    ana,
    [about]
  )
  assert.deepEqual([asked, texts()], [['r'], ['lovely']])
  aDayLater()
  await checkReplies(db, refusing('conversation_missing'), ana, [about])
  assert.deepEqual(texts(), ['lovely'], 'the permission is narrower, which says nothing of the answer')
  aDayLater()
  await assert.rejects(checkReplies(db, refusing('rate_limited'), ana, [about]), { code: 'rate_limited' })
  const gone = [answering(() => ({ id: 'r', conversation: 'c', withheld: true })), refusing('message_missing')]
  for (const session of gone) {
    await checkReplies(db, session, ana, [about])
    assert.deepEqual(texts(), [])
    await fetchReplies(db, told('of ana', reply), ana)
    aDayLater()
  }
})

test('shares of the same moment are all on some page', () => {
  for (let i = 0; i < 6; i++) begin(`friend ${i}`)
  db.prepare('update share set at = 5').run()
  const first = listShares(db, ana, 4)
  const rest = listShares(db, ana, 4, first.at(-1)!.at)
  assert.equal(new Set([...first, ...rest].map(({ id }) => id)).size, 7)
})
