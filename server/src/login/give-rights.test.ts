// The consent page: what an app asks for, what the person gives, and what the app gets.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import {
  browserOf,
  connectTestApp,
  finishTestLogin,
  openTestApp,
  startTestLogin,
  type Ask,
  type TestApp
} from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import * as client from 'openid-client'

let parley: TestPlatform
let tunes: TestClient
let app: TestApp
let ana: TestPerson
let ben: TestPerson
let withBen: string

before(async () => {
  parley = await startTestPlatform({ limitFactor: 100 })
  tunes = await registerTestClient(parley, { clientId: 'tunes' })
  app = await openTestApp(parley, tunes)
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  withBen = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

const all: Ask = {
  details: [
    {
      actions: ['read', 'write', 'delete'],
      friends: true,
      messages: 'any',
      from: 'all_history',
      until: 'until_revoked'
    }
  ],
  scope: 'openid profile offline_access'
}

test('a person gives less than was asked, and the app gets that and no more', async () => {
  const tokens = await connectTestApp(parley, ana, app, { ...all, pushed: true }, 'Allow', {
    tick: { action: ['read', 'write'], conversation: [withBen], until: ['day'] }
  })
  assert.equal(tokens.token_type, 'dpop')
  const [detail] = tokens['authorization_details'] as Record<string, unknown>[]
  assert.deepEqual(
    { ...detail, grant: '' },
    {
      type: 'parley_messages',
      actions: ['read', 'write'],
      friends: false,
      where: 'chosen',
      messages: 'own',
      from: 'from_now',
      until: 'day',
      grant: ''
    }
  )
  const { items } = (await ana.get('/api/grants')).body
  assert.equal(items[0].id, detail!['grant'])
  assert.deepEqual(items[0].answers.conversations, [withBen])
  const seen = await client.tokenIntrospection(app.config, tokens.access_token)
  assert.equal(seen.active, true)
  assert.equal(seen.sub, tokens.claims()?.sub)
  // Narrowing shows at once in introspection and at the next refresh.
  await ana.post(`/api/grants/${items[0].id}/narrow`, { actions: ['read'] })
  const later = await client.tokenIntrospection(app.config, tokens.access_token)
  assert.deepEqual((later['authorization_details'] as { actions: string[] }[])[0]?.actions, ['read'])
  const fresh = await client.refreshTokenGrant(app.config, tokens.refresh_token!, undefined, { DPoP: app.dpop })
  assert.deepEqual((fresh['authorization_details'] as { actions: string[] }[])[0]?.actions, ['read'])
  // Revoking ends refresh, introspection and userinfo.
  await ana.post(`/api/grants/${items[0].id}/revoke`)
  assert.equal((await client.tokenIntrospection(app.config, fresh.access_token)).active, false)
  await assert.rejects(client.refreshTokenGrant(app.config, fresh.refresh_token!, undefined, { DPoP: app.dpop }), {
    error: 'invalid_grant'
  })
  await assert.rejects(client.fetchUserInfo(app.config, fresh.access_token, tokens.claims()!.sub, { DPoP: app.dpop }))
})

test('scopes are shorthands for the least detail', async () => {
  const tokens = await connectTestApp(
    parley,
    ana,
    app,
    { scope: 'openid messages.read messages.write friends.read' },
    'Allow',
    {
      tick: { conversation: [withBen], friends: ['yes'] }
    }
  )
  assert.equal(tokens.scope, 'openid messages.read messages.write friends.read')
  const [detail] = tokens['authorization_details'] as Record<string, unknown>[]
  assert.deepEqual(
    { ...detail, grant: '' },
    {
      type: 'parley_messages',
      actions: ['read', 'write'],
      friends: true,
      where: 'chosen',
      messages: 'own',
      from: 'from_now',
      until: '90_days',
      grant: ''
    }
  )
  assert.ok(tokens.refresh_token)
})

test('log in only gives no rights, and deny gives nothing', async () => {
  const tokens = await connectTestApp(parley, ana, app, all, 'Log in only')
  assert.equal(tokens['authorization_details'], undefined)
  assert.equal(tokens.scope, 'openid profile')
  const browser = browserOf(parley, ana)
  const started = await startTestLogin(app, all)
  await browser.open(started.url)
  const back = await browser.click('Deny')
  assert.equal(back.url.searchParams.get('error'), 'access_denied')
  await assert.rejects(finishTestLogin(app, started, back))
})

test('the page says who asks and why, and what the app would see right now', async () => {
  const browser = browserOf(parley, ana)
  const started = await startTestLogin(app, all)
  const page = await browser.open(started.url)
  for (const words of [
    'Tunes is an app by Test Works',
    'To share songs with friends.',
    'What may it do?',
    'Where?',
    'Which messages?',
    'From when?',
    'Until when?',
    'Messages that Tunes writes for you are marked with its name'
  ])
    assert.ok(page.text.includes(words), words)
  await ana.post(`/api/conversations/${withBen}/messages`, { clientId: crypto.randomUUID(), text: 'hello <b>Ben</b>' })
  const again = await browser.click('Show me again with what I ticked', {
    tick: { action: ['read'], conversation: [withBen], messages: ['any'], from: ['all_history'], until: ['hour'] }
  })
  assert.match(again.text, /1 of your 1 message, in 1 conversation\./)
  assert.ok(again.text.includes('Ana in Ben: hello <b>Ben</b>'))
  assert.ok(!again.body.includes('<b>Ben</b>'))
  const back = await browser.click('Allow')
  await finishTestLogin(app, started, back)
  const [consent] = await parley.sql<
    { text: string; language: string; version: string }[]
  >`select text, language, version from grants.consent order by agreed_at desc limit 1`
  const { text, language, version } = consent!
  assert.match(text, /\[x\] read messages\n\[ \] write messages/)
  assert.match(text, /1 of your 1 message, in 1 conversation/)
  assert.deepEqual([language, version], ['en', '3'])
})
