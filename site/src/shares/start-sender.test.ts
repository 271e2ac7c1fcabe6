// Tests of the background sender: one share that fails holds up nobody, and closing waits for nothing.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Session } from '@parley/sdk'
import { meetPerson } from '../people/person.ts'
import { openStore } from '../store/open-store.ts'
import { beginShare } from './begin-share.ts'
import { readShare, shareSchema } from './share.ts'
import { startSender } from './start-sender.ts'

const folder = mkdtempSync(join(tmpdir(), 'site-test-'))
const db = openStore(folder, 'site', shareSchema)
after(() => {
  db.close()
  rmSync(folder, { recursive: true })
})
const begin = (name: string) => {
  const person = meetPerson(db, name, name).id
  return beginShare(db, person, {
    about: 'Salt',
    once: '',
    conversation: name,
    friend: 'Ben',
    content: { text: 'look' },
    waits: true
  })
}
type Write = (conversation: string, content: unknown, options: { signal?: AbortSignal }) => Promise<{ id: string }>
const sessionWith = (write: Write): Session => ({ permission: {}, messages: { write } }) as unknown as Session

test('a share that cannot be sent holds up no other', async () => {
  const [bad, good] = [begin('bad'), begin('good')]
  const faults: unknown[] = []
  const session = sessionWith(async (to) => {
    if (to === 'bad') throw new Error('a receipt that does not hold')
    return { id: 'm' }
  })
  const sender = startSender(
    db,
    async () => session,
    (error) => faults.push(error)
  )
  sender.wake()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await sender.close()
  assert.deepEqual([readShare(db, good.person, good.id)!.state, faults.length], ['sent', 1])
  assert.equal(readShare(db, bad.person, bad.id)!.state, 'sending')
  db.prepare('delete from share').run()
})

test('closing waits neither for an answer nor for what else waits', async () => {
  const shares = ['a', 'b', 'c'].map(begin)
  let writes = 0
  const session = sessionWith((_to, _content, { signal }) => {
    writes++
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => resolve({ id: `late ${writes}` }), 1000)
      signal?.addEventListener('abort', () => {
        clearTimeout(late)
        reject(signal.reason as Error)
      })
    })
  })
  const sender = startSender(
    db,
    async () => session,
    () => assert.fail('a fault')
  )
  for (let i = 0; i < 5; i++) sender.wake()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await sender.close()
  assert.equal(writes, 1)
  // The answer would have come, and its share would not wait any more.
  assert.ok(shares.every(({ person, id }) => readShare(db, person, id)!.waits))
})
