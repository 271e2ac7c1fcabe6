// What the program's log says of an error.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startTestProcess } from '@parley/world/test-process.ts'
import { befriend, signUpPerson } from '@parley/world/test-person.ts'
import { newId } from './random.ts'

test('the log names the error and no value of a row that the database refuses', async () => {
  const parley = await startTestProcess()
  try {
    const [ana, ben] = [await signUpPerson(parley, 'ana'), await signUpPerson(parley, 'ben')]
    await befriend(ana, ben)
    const { id } = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body
    await parley.sql`alter table conversations.event add constraint never check (false)`
    const secret = 'between the two of us'
    const answer = await ana.post(`/api/conversations/${id}/messages`, { clientId: newId(), text: secret })
    assert.equal(answer.status, 500)
    let log = ''
    for (const late = AbortSignal.timeout(5000); !late.aborted && !log.includes(answer.body.id); await sleep(10))
      log = parley.server().said.join('')
    assert.match(log, /violates check constraint/)
    assert.ok(!log.includes(secret) && !log.includes(ana.id), log)
  } finally {
    await parley.close()
  }
})
