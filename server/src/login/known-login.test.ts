// A person sees the apps they log in to, and can take that back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as client from 'openid-client'
import { registerTestClient } from '@parley/world/test-client.ts'
import { connectTestApp, openTestApp } from '@parley/world/test-login.ts'
import { signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let ana: TestPerson
before(async () => {
  parley = await startTestPlatform({ limitFactor: 100 })
  ana = await signUpPerson(parley, 'ana')
})
after(() => parley.close())

test('an app that somebody logs in to is listed for them, and forgetting it ends its tokens', async () => {
  const app = await openTestApp(parley, await registerTestClient(parley, { clientId: 'forum', name: 'Forum' }))
  const tokens = await connectTestApp(parley, ana, app, { scope: 'openid profile' }, 'Log in')
  const { body } = await ana.get('/api/logins')
  assert.deepEqual(
    body.items.map((login: { app: { name: string } }) => login.app.name),
    ['Forum']
  )
  const ben = await signUpPerson(parley, 'ben')
  assert.equal((await ben.delete(`/api/logins/${app.app.id}`)).status, 404)
  assert.equal((await client.tokenIntrospection(app.config, tokens.access_token)).active, true)
  assert.equal((await ana.delete(`/api/logins/${app.app.id}`)).status, 204)
  assert.equal((await client.tokenIntrospection(app.config, tokens.access_token)).active, false)
  assert.deepEqual((await ana.get('/api/logins')).body.items, [])
  assert.equal((await ana.delete(`/api/logins/${app.app.id}`)).body.code, 'login_missing')
})

test('the list goes on where its cursor says', async () => {
  for (const name of ['Alpha', 'Beta', 'Gamma']) {
    const app = await openTestApp(parley, await registerTestClient(parley, { clientId: name.toLowerCase(), name }))
    await connectTestApp(parley, ana, app, { scope: 'openid profile' }, 'Log in')
  }
  const first = (await ana.get('/api/logins?limit=2')).body
  const rest = (await ana.get(`/api/logins?limit=2&after=${first.next}`)).body
  const names = [...first.items, ...rest.items].map((login: { app: { name: string } }) => login.app.name)
  assert.deepEqual(names, ['Alpha', 'Beta', 'Gamma'])
  assert.equal(rest.next, undefined)
})
