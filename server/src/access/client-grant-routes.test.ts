// Tests of an app giving a grant back with its own credentials.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { basicOf } from '@parley/world/test-oauth.ts'
import { ask } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { newId } from '../base/random.ts'

let parley: TestPlatform
let actor: TestActor
before(async () => {
  parley = await startTestPlatform()
  actor = await makeActor(parley, { actions: ['read'] })
})
after(() => parley.close())

const giveBack = (authorization: string, grant: string) =>
  ask(parley.url, '', 'DELETE', `/v1/grants/${grant}`, undefined, { authorization })
const reads = async (): Promise<[number, string | undefined]> => {
  const { status, body } = await actor.get('/v1/changes')
  return [status, body.code]
}

test('an app cannot give back what is not its own, and learns nothing of it', async () => {
  const other = await registerTestClient(parley, { clientId: 'other' })
  for (const grant of [actor.grant, newId()]) {
    const { status, body } = await giveBack(basicOf(other), grant)
    assert.deepEqual([status, body.code], [404, 'grant_missing'])
  }
  for (const wrong of ['', 'Bearer x', basicOf({ ...actor.app, secret: 'wrong' }), `DPoP ${actor.token}`]) {
    const { status, headers, body } = await giveBack(wrong, actor.grant)
    assert.deepEqual([status, body.code], [401, 'client_unknown'])
    assert.match(headers.get('www-authenticate') ?? '', /^Basic/)
  }
  assert.equal((await giveBack(basicOf(actor.app), 'no-id')).status, 400)
  assert.deepEqual(await reads(), [200, undefined])
})

test('an app gives a grant back without a token of the person, who sees so; twice is the same as once', async () => {
  for (let times = 0; times < 2; times++) assert.equal((await giveBack(basicOf(actor.app), actor.grant)).status, 200)
  assert.equal((await reads())[0], 403)
  const { ended } = (await actor.person.get(`/api/grants/${actor.grant}`)).body
  assert.equal(ended.because, 'given_back')
  const { items } = (await actor.person.get('/api/activity')).body
  assert.equal(items.filter(({ sentence }: { sentence: string }) => /gave .*back/.test(sentence)).length, 1)
})
