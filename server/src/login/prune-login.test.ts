// What is forgotten of logins, and what is not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { registerTestClient } from '@parley/world/test-client.ts'
import { connectTestApp, openTestApp, type TestApp } from '@parley/world/test-login.ts'
import { signUpPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import * as client from 'openid-client'
import { pruneLogin } from './prune-login.ts'

let parley: TestPlatform
let app: TestApp
before(async () => {
  parley = await startTestPlatform({ limitFactor: 100 })
  app = await openTestApp(parley, await registerTestClient(parley, { clientId: 'shop' }))
})
after(() => parley.close())

const count = async (model: string): Promise<number> => {
  const [row] = await parley.sql<{ n: number }[]>`select count(*) as n from login.artifact where model = ${model}`
  return row!.n
}

test('what has expired goes, a live login stays, and a spent refresh token is remembered for 30 days', async () => {
  const ana = await signUpPerson(parley, 'ana')
  const ask = { scope: 'openid offline_access', more: { prompt: 'consent' } }
  const tokens = await connectTestApp(parley, ana, app, ask, 'Log in')
  const next = await client.refreshTokenGrant(app.config, tokens.refresh_token!, undefined, { DPoP: app.dpop })
  await parley.sql`update login.artifact set expires_at = now() - interval '1 second' where model = 'AccessToken'`
  await parley.sql`
    update login.artifact set payload = payload || '{"iat": 1}' where model = 'Grant'`
  await pruneLogin(parley.sql)
  assert.deepEqual([await count('AccessToken'), await count('RefreshToken'), await count('Grant')], [0, 2, 1])
  assert.ok(
    (await client.refreshTokenGrant(app.config, next.refresh_token!, undefined, { DPoP: app.dpop })).access_token
  )
  await parley.sql`update login.artifact set consumed_at = consumed_at - interval '31 days' where model = 'RefreshToken'`
  await pruneLogin(parley.sql)
  assert.equal(await count('RefreshToken'), 1)
})

test('an OAuth Grant of which nothing is left goes after a day', async () => {
  await parley.sql`delete from login.artifact where model in ('RefreshToken', 'AccessToken', 'AuthorizationCode')`
  await pruneLogin(parley.sql)
  assert.equal(await count('Grant'), 0)
})
