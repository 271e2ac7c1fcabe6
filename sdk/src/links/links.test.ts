// Accounts that an assistant links: the way to Parley's page, whose token it is, and the end without a token.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { alexaQuery, alexaRedirect, redeemAsAlexa } from '@parley/world/test-alexa.ts'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { browserOf } from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import {
  type Ask,
  endsConnection,
  isUnreachable,
  type Kept,
  missingRight,
  type ParleyApp,
  parleyApp
} from '../index.ts'

const ask: Ask = { actions: ['read', 'write'], messages: 'any' }
const user = 'amzn1.ask.account.ANA'
const kept = new Map<string, Kept>()

let parley: TestPlatform
let client: TestClient
let app: ParleyApp
let ana: TestPerson
let ben: TestPerson
let conversation: string
let asked = 0
let away = false

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  const redirectUris = [alexaRedirect]
  client = await registerTestClient(parley, { clientId: 'alexa', name: 'Skill', redirectUris, bearerAllowed: true })
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  app = parleyApp({
    platform: parley.url,
    clientId: 'alexa',
    clientSecret: client.secret!,
    store: {
      get: async (name) => kept.get(name),
      set: async (name, value) => void kept.set(name, value),
      delete: async (name) => void kept.delete(name)
    },
    fetch: (input, init) => {
      asked++
      return away && init?.method === 'DELETE' ? Promise.reject(new TypeError('fetch failed')) : fetch(input, init)
    }
  })
})
after(() => parley.close())

const linkAccount = async (button = 'Allow', person = ana): Promise<string> => {
  const browser = browserOf(parley, person)
  const query: unknown = Object.fromEntries(new URLSearchParams(alexaQuery()))
  await browser.open(await app.links.address(query, ask))
  const tick = { action: ['read', 'write'], conversation: [conversation], messages: ['any'] }
  return redeemAsAlexa(parley, client, (await browser.click(button, button === 'Allow' ? { tick } : {})).url)
}
type Grant = { id: string; ended?: { because: string } }
const newestGrant = async (person = ana): Promise<Grant> =>
  (await person.get<{ items: Grant[] }>('/api/grants')).body.items[0]!

test('the address asks in the form of Parley, and passes on nothing but what a login needs', async () => {
  const given = { state: 'AAAA', client_id: ['alexa'], scope: 'messages.read', authorization_details: '[]', x: 'y' }
  const address = new URL(await app.links.address(given, ask))
  assert.equal(address.origin, parley.url)
  assert.deepEqual([...address.searchParams.keys()], ['state', 'scope', 'prompt', 'authorization_details'])
  assert.deepEqual(JSON.parse(address.searchParams.get('authorization_details')!), [
    { type: 'parley_messages', actions: ['read', 'write'], messages: 'any' }
  ])
  for (const query of [undefined, null, 'x', 7]) assert.ok(await app.links.address(query, ask))
})

test('a token is asked about once, and neither it nor the name of its user is kept', async () => {
  const accessToken = await linkAccount()
  const link = await app.links.open(user, accessToken)
  assert.equal(link.permission.messages, 'any')
  assert.equal(link.person.id, (await link.messages.me()).person.id)
  const before = asked
  const again = await app.links.open(user, accessToken)
  assert.equal(asked, before)
  assert.deepEqual(again.person, link.person)
  assert.equal((await again.messages.write(conversation, { text: 'by voice' })).text, 'by voice')
  const text = JSON.stringify([...kept])
  assert.ok(!text.includes(accessToken) && !text.includes(user))
})

test('the end gives the permission back without any token, and forgets whose it was', async () => {
  const { person } = await app.links.open(user, await linkAccount())
  await parley.sql`delete from login.artifact where model = 'AccessToken'`
  assert.equal(await app.links.end('somebody else'), undefined)
  assert.equal((await newestGrant()).ended, undefined)
  assert.deepEqual(await app.links.end(user), person)
  assert.equal((await newestGrant()).ended?.because, 'given_back')
  assert.deepEqual(
    [...kept.keys()].filter((name) => name.startsWith('link:')),
    []
  )
  assert.equal(await app.links.end(user), undefined)
})

test('linking the account of somebody else ends the first permission, and only that', async () => {
  await app.links.open('another user', await linkAccount())
  const first = await newestGrant()
  const anas = await linkAccount()
  assert.equal((await newestGrant()).ended, undefined)
  const link = await app.links.open(user, anas)
  const bens = await linkAccount('Allow', ben)
  const { person } = await app.links.open(user, bens)
  assert.notDeepEqual(person, link.person)
  assert.equal((await newestGrant()).ended?.because, 'given_back')
  assert.notEqual((await newestGrant()).id, first.id)
  assert.equal((await newestGrant(ben)).ended, undefined)
  await assert.rejects(app.links.open(user, anas), endsConnection)
  assert.deepEqual((await app.links.open(user, bens)).person, person)
  assert.deepEqual(await app.links.end(user), person)
})

test('while Parley cannot take the first permission back, the second one is not used, and the next request tries again', async () => {
  await app.links.open(user, await linkAccount())
  const bens = await linkAccount('Allow', ben)
  away = true
  await assert.rejects(app.links.open(user, bens), isUnreachable)
  away = false
  assert.equal((await newestGrant()).ended, undefined)
  await app.links.open(user, bens)
  assert.equal((await newestGrant()).ended?.because, 'given_back')
})

test('a permission that the person revoked is forgotten all the same', async () => {
  const { person } = await app.links.open(user, await linkAccount())
  await ana.post(`/api/grants/${(await newestGrant()).id}/revoke`)
  assert.deepEqual(await app.links.end(user), person)
})

test('a token that is over, or came without a permission, links nothing', async () => {
  await assert.rejects(app.links.open(user, 'no-such-token'), endsConnection)
  await assert.rejects(app.links.open(user, 'no token at all'), TypeError)
  const loginOnly = await linkAccount('Log in only')
  await assert.rejects(app.links.open(user, loginOnly), (error) => missingRight(error) === 'messages')
  assert.equal(await app.links.end(user), undefined)
})
