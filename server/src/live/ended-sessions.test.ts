// A session that ends where this process does not hear of it: by a command, or on another node.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLive } from '@parley/world/test-live.ts'
import { befriend, signUpPerson } from '@parley/world/test-person.ts'
import { startTestPlatform } from '@parley/world/test-platform.ts'
import { newId } from '../base/random.ts'
import { startSession } from '../people/start-session.ts'

test('its sockets close within seconds, and only those', async (t) => {
  const parley = await startTestPlatform()
  t.after(() => parley.close())
  const [ana, ben] = [await signUpPerson(parley, 'ana'), await signUpPerson(parley, 'ben')]
  await befriend(ana, ben)
  const { id } = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body
  const { session, token } = await startSession(parley.sql, ana.id, 'phone')
  const ended = await openLive(parley.url, { cookie: `parley_session=${token}` })
  const stays = await openLive(parley.url, ana)
  await parley.sql`delete from people.session where id = ${session}`
  assert.equal((await ended.closed).code, 4401)
  await ben.post(`/api/conversations/${id}/messages`, { clientId: newId(), text: 'Still there?' })
  await stays.until((frame) => frame.type === 'events')
  stays.close()
})
