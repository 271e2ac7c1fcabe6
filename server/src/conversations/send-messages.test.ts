// Sending: one message per client id across nodes and restarts, and batches that fail for one only.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createApp } from '../app.ts'
import { befriend, signUpPerson, ask, type TestPerson } from '@parley/world/test-person.ts'
import { freePort, startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { newId } from '../base/random.ts'
import { closePlatform, openPlatform } from '../platform.ts'
import { MessageSender } from './send-messages.ts'

let parley: TestPlatform
let ana: TestPerson
let ben: TestPerson
let direct: string
before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  direct = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

const startNode = async (): Promise<{ url: string; close: () => Promise<void> }> => {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const platform = await openPlatform({ ...parley.config, port, url }, parley.databaseUrl)
  const app = await createApp(platform)
  await app.listen({ host: 'localhost', port })
  return {
    url,
    close: async () => {
      await app.close()
      await closePlatform(platform)
    }
  }
}

test('the same client id five times at once, over two nodes and after a restart, is one message', async () => {
  const second = await startNode()
  const clientId = newId()
  const send = (url: string) =>
    ask(url, ana.cookie, 'POST', `/api/conversations/${direct}/messages`, { clientId, text: 'once' })
  const answers = await Promise.all([parley.url, second.url, parley.url, second.url, second.url].map(send))
  await second.close()
  const third = await startNode()
  answers.push(await send(third.url))
  await third.close()
  for (const answer of answers) assert.deepEqual([answer.status, answer.body], [201, answers[0]!.body])
  const { items } = (await ben.get(`/api/conversations/${direct}/events`)).body
  assert.equal(items.filter((event: { id: string }) => event.id === clientId).length, 1)
})

test('one id at once for two different messages: one is stored, the other one refused', async () => {
  const clientId = newId()
  const answers = await Promise.all(
    ['this', 'that'].map((text) => ana.post(`/api/conversations/${direct}/messages`, { clientId, text }))
  )
  assert.deepEqual(answers.map((a) => a.status).toSorted(), [201, 409])
})

test('a message that the database cannot take fails alone; its neighbours in the batch are stored', async () => {
  const sender = new MessageSender(parley)
  const message = (text: string, person = ana.id) => ({ conversation: direct, person, id: newId(), content: { text } })
  const results = await Promise.allSettled([
    sender.send(message('good')),
    sender.send(message('bad', 'no uuid')),
    sender.send(message('good too')),
    sender.send({ ...message('nowhere'), conversation: newId() })
  ])
  assert.deepEqual(
    results.map((r) => r.status),
    ['fulfilled', 'rejected', 'fulfilled', 'rejected']
  )
  const seqs = results.flatMap((r) => (r.status === 'fulfilled' ? [r.value.seq] : []))
  assert.equal(seqs[1], seqs[0]! + 1)
})

test('a full queue refuses and takes messages again when it has emptied', async () => {
  const sender = new MessageSender(parley)
  const results = await Promise.allSettled(
    Array.from({ length: 20_010 }, () =>
      sender.send({ conversation: direct, person: newId(), id: newId(), content: { text: 'x' } })
    )
  )
  const codes = results.map((r) => (r.status === 'rejected' ? (r.reason as { code: string }).code : 'ok'))
  assert.equal(codes.filter((code) => code === 'rate_limited').length, 10)
  assert.equal(codes.filter((code) => code === 'conversation_missing').length, 20_000)
  await sender.send({ conversation: direct, person: ana.id, id: newId(), content: { text: 'after' } })
})
