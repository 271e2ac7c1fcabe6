// Tests of the skill against a real platform: signed requests in, speech out, and what the person finds in Parley afterwards.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import fastify from 'fastify'
import { memoryStore, parleyApp } from '@parley/sdk'
import {
  alexaBody,
  alexaQuery,
  alexaRedirect,
  makeTestAlexa,
  redeemAsAlexa,
  type Spoken,
  testSkillId
} from '@parley/world/test-alexa.ts'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { browserOf } from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { schema } from '../schema.ts'
import { skillRoutes } from './skill-routes.ts'

const alexa = makeTestAlexa()
const db = new DatabaseSync(':memory:')
db.exec(schema)
const store = memoryStore()
const app = fastify({ logger: { level: 'error' } })
let parley: TestPlatform
let client: TestClient
let ana: TestPerson
let ben: TestPerson
let david: TestPerson
let direct: string
let group: string

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  client = await registerTestClient(parley, {
    clientId: 'alexa',
    name: 'Voice on Alexa',
    redirectUris: [alexaRedirect],
    bearerAllowed: true
  })
  ;[ana, ben, david] = await Promise.all([
    signUpPerson(parley, 'ana'),
    signUpPerson(parley, 'ben'),
    signUpPerson(parley, 'david')
  ])
  for (const friend of [ben, david]) await befriend(ana, friend)
  direct = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  group = (await ana.post('/api/conversations', { kind: 'group', title: 'Trip', people: [ben.id, david.id] })).body.id
  const at = parleyApp({
    platform: parley.url,
    clientId: 'alexa',
    clientSecret: client.secret!,
    redirectUri: alexaRedirect,
    store
  })
  const trust = { fetchChain: async () => alexa.chain, roots: [alexa.root], now: () => Date.now() }
  skillRoutes(app, testSkillId, trust, { db, parley: at })
})
after(async () => {
  await app.close()
  await parley.close()
})

type Reply = { status: number; speech: string; card: string | undefined; ended: boolean | undefined; text: string }
const post = async (body: string, headers = alexa.headersOf(body)): Promise<Reply> => {
  const answer = await app.inject({ method: 'POST', url: '/alexa', headers, payload: body })
  const { response = {} } = (answer.body === '' ? {} : answer.json<unknown>()) as {
    response?: { outputSpeech?: { ssml: string }; card?: { type: string }; shouldEndSession?: boolean }
  }
  const { outputSpeech, card, shouldEndSession: ended } = response
  return { status: answer.statusCode, speech: outputSpeech?.ssml ?? '', card: card?.type, ended, text: answer.body }
}
const say = (spoken: Spoken): Promise<Reply> => post(JSON.stringify(alexaBody(spoken)))

/** Links an account as Alexa does: its own redirect address, PKCE as in its console, and a token without a key. */
const linkAccount = async (tick: Record<string, string[]> = {}, person = ana): Promise<string> => {
  const sent = await app.inject(`/alexa/authorize?${alexaQuery()}`)
  assert.equal(sent.statusCode, 302)
  const browser = browserOf(parley, person)
  await browser.open(sent.headers.location!)
  const back = await browser.click('Allow', {
    tick: { action: ['read', 'write', 'delete'], conversation: [direct, group], messages: ['any'], ...tick }
  })
  assert.equal(back.url.href.split('?')[0], alexaRedirect, back.text)
  return redeemAsAlexa(parley, client, back.url)
}
const grantOf = async (person = ana): Promise<{ id: string; ended?: { because: string } }> =>
  (await person.get('/api/grants')).body.items[0]
const write = async (person: TestPerson, conversation: string, text: string): Promise<void> => {
  const sent = await person.post(`/api/conversations/${conversation}/messages`, { clientId: crypto.randomUUID(), text })
  assert.equal(sent.status, 201)
}
const textsOf = async (conversation: string): Promise<(string | undefined)[]> =>
  (await ana.get(`/api/conversations/${conversation}/events?limit=50`)).body.items
    .filter((event: { kind: string }) => event.kind === 'message')
    .map((event: { text?: string }) => event.text)

let accessToken: string
test('without an account the answer is a card to link one, and a sentence', async () => {
  const { speech, card, ended } = await say({ type: 'LaunchRequest' })
  assert.match(speech, /not connected to Parley yet/)
  assert.deepEqual([card, ended], ['LinkAccount', true])
  const wrong = await say({ type: 'ReadIntent', accessToken: 'no-such-token' })
  assert.match(wrong.speech, /connection to Parley has ended/)
  assert.equal(wrong.card, 'LinkAccount')
})

test('what friends wrote is read aloud; groups are asked for first; nothing goes into a card', async () => {
  accessToken = await linkAccount()
  await write(ben, direct, 'Lunch at <audio src="https://evil.example/x.mp3"/> noon & one?')
  await write(david, group, 'Who brings the map?')
  await write(ana, direct, 'Written by Ana herself')
  const who = await say({ type: 'WhoIntent', accessToken })
  assert.match(who.speech, /1 message from Ben[,.]/)
  assert.match(who.speech, /1 message from David in a group[,.]/)
  assert.doesNotMatch(who.speech, /Lunch|map/)
  const first = await say({ type: 'ReadIntent', accessToken })
  assert.match(first.speech, /Ben wrote: Lunch at &lt;audio src=&quot;https:/)
  assert.match(first.speech, /1 message in a group\. Shall I read it aloud\?/)
  assert.doesNotMatch(first.text, /map|<audio|herself/)
  assert.match((await say({ type: 'AMAZON.YesIntent', accessToken })).speech, /David wrote in a group: Who brings/)
  const again = await say({ type: 'ReadIntent', accessToken })
  assert.match(again.speech, /There are no new messages/)
  for (const answer of [who, first, again]) assert.equal(answer.card, undefined)
  assert.match((await say({ type: 'AMAZON.RepeatIntent', accessToken })).speech, /no new messages|Lunch/)
})

test('a reply goes out once, as Ana, and can be deleted after a yes', async () => {
  await write(ben, direct, 'Are you there?')
  await say({ type: 'ReadIntent', accessToken })
  const asked = await say({ type: 'ReplyIntent', accessToken })
  assert.match(asked.speech, /What shall I reply to Ben\?/)
  assert.match(asked.text, /"Dialog.ElicitSlot"/)
  const body = JSON.stringify(alexaBody({ type: 'ReplyIntent', accessToken, slots: { text: 'on my way' } }))
  assert.match((await post(body)).speech, /Sent to Ben/)
  assert.equal((await post(body)).status, 409)
  assert.equal((await textsOf(direct)).filter((text) => text === 'on my way').length, 1)
  assert.match((await say({ type: 'DeleteIntent', accessToken })).speech, /Shall I delete your message to Ben/)
  assert.match((await say({ type: 'AMAZON.NoIntent', accessToken })).speech, /All right/)
  assert.ok((await textsOf(direct)).includes('on my way'))
  await say({ type: 'DeleteIntent', accessToken })
  assert.match((await say({ type: 'AMAZON.YesIntent', accessToken })).speech, /Deleted, for everyone/)
  assert.ok(!(await textsOf(direct)).includes('on my way'))
})

test('messages that Ben hides are counted, and nothing else is said of them', async () => {
  const { app: seen } = (await grantOf()) as unknown as { app: { id: string } }
  await ben.put('/api/withheld', { app: seen.id })
  await write(ben, direct, 'Not for machines')
  const { speech } = await say({ type: 'ReadIntent', accessToken })
  assert.match(speech, /1 message is hidden from me by the person who wrote it/)
  assert.doesNotMatch(speech, /machines|Ben/)
})

test('other locales, unknown intents and the end of a session are answered', async () => {
  assert.match(
    (await say({ type: 'ReadIntent', accessToken, request: { locale: 'xx-YY' } })).speech,
    /only speak English/
  )
  assert.match((await say({ type: 'NobodyKnowsIntent', accessToken })).speech, /did not understand/)
  assert.match((await say({ type: 'AMAZON.FallbackIntent', accessToken })).speech, /did not understand/)
  assert.equal((await say({ type: 'AMAZON.StopIntent', accessToken })).ended, true)
  assert.equal((await say({ type: 'SessionEndedRequest', accessToken })).status, 200)
})

test('what Alexa did not sign is refused, and changes nothing', async () => {
  const good = JSON.stringify(alexaBody({ type: 'ReplyIntent', accessToken, slots: { text: 'forged' } }))
  const headers = alexa.headersOf(good)
  const tampered = await post(good.replace('forged', 'FORGED'), headers)
  const { 'signature-256': _, ...old } = headers
  const sha1 = await post(good, old)
  const elsewhere = await post(good, { ...headers, signaturecertchainurl: 'https://evil.example/echo.api/c.pem' })
  const other = await say({
    type: 'ReplyIntent',
    accessToken,
    slots: { text: 'x' },
    applicationId: 'amzn1.ask.skill.x'
  })
  const timestamp = new Date(Date.now() + 365 * 86_400_000).toISOString()
  const future = await say({ type: 'ReplyIntent', accessToken, slots: { text: 'x' }, request: { timestamp } })
  assert.deepEqual(
    [tampered, sha1, elsewhere, other, future].map(({ status }) => status),
    [400, 400, 400, 403, 400]
  )
  assert.equal((await post('x'.repeat(200_000))).status, 413)
  assert.equal((await app.inject({ method: 'POST', url: '/alexa' })).statusCode, 400)
  const text = { ...headers, 'content-type': 'text/plain' }
  assert.equal((await post(good, text)).status, 415)
  assert.deepEqual(
    (await textsOf(direct)).filter((sent) => /forged|^x$/i.test(sent ?? '')),
    []
  )
})

test('a permission without deleting, or that was narrowed, says so in a sentence', async () => {
  const { id } = await grantOf()
  await write(david, group, 'One more')
  await say({ type: 'ReadIntent', accessToken })
  await say({ type: 'AMAZON.YesIntent', accessToken })
  await say({ type: 'ReplyIntent', accessToken, slots: { text: 'stays' } })
  await ana.post(`/api/grants/${id}/narrow`, { actions: ['read'] })
  await say({ type: 'DeleteIntent', accessToken })
  const refused = await say({ type: 'AMAZON.YesIntent', accessToken })
  assert.match(refused.speech, /not allowed me to delete messages\. Nothing was deleted/)
  assert.match(
    (await say({ type: 'ReplyIntent', accessToken, slots: { text: 'no' } })).speech,
    /not allowed me to write/
  )
  assert.ok((await textsOf(group)).includes('stays'))
})

test('switching the skill off gives the permission back, without any token and though the token is over', async () => {
  await parley.sql`delete from login.artifact where model = 'AccessToken'`
  const event = { type: 'AlexaSkillEvent.SkillDisabled' }
  assert.equal((await say({ ...event, userId: 'amzn1.ask.account.SOMEBODY' })).status, 200)
  assert.equal((await grantOf()).ended, undefined)
  assert.equal((await say(event)).status, 200)
  assert.equal((await grantOf()).ended?.because, 'given_back')
  assert.deepEqual(db.prepare('select * from place').all(), [], 'nothing of Ana is left')
  assert.equal((await say(event)).status, 200)
})

test('an account that was linked and never used is given back too', async () => {
  const token = await linkAccount()
  const linked = { type: 'AlexaSkillEvent.SkillAccountLinked', request: { body: { accessToken: token } } }
  assert.equal((await say(linked)).status, 200)
  assert.equal((await grantOf()).ended, undefined)
  await say({ type: 'AlexaSkillEvent.SkillDisabled' })
  assert.equal((await grantOf()).ended?.because, 'given_back')
})

test('another account of Parley behind the same Alexa ends the first permission, and has its own place', async () => {
  const [anas, first] = [await linkAccount(), await grantOf()]
  await write(ben, direct, 'For Ana')
  await say({ type: 'ReadIntent', accessToken: anas })
  const bens = await linkAccount({}, ben)
  const linked = { type: 'AlexaSkillEvent.SkillAccountLinked', request: { body: { accessToken: bens } } }
  assert.equal((await say(linked)).status, 200)
  assert.deepEqual([(await grantOf()).id, (await grantOf()).ended?.because], [first.id, 'given_back'])
  const { speech } = await say({ type: 'ReplyIntent', accessToken: bens, slots: { text: 'to whom?' } })
  assert.match(speech, /have not read a message to you yet/)
  assert.match((await say({ type: 'ReadIntent', accessToken: anas })).speech, /connection to Parley has ended/)
  await say({ type: 'AlexaSkillEvent.SkillDisabled' })
  assert.equal((await grantOf(ben)).ended?.because, 'given_back')
  assert.deepEqual(db.prepare('select * from place').all(), [], 'of neither account')
})

test('after the end the person is asked to connect again', async () => {
  const token = await linkAccount()
  await write(ben, direct, 'Hello again')
  await ana.post(`/api/grants/${(await grantOf()).id}/revoke`)
  const { speech, card } = await say({ type: 'ReadIntent', accessToken: token })
  assert.match(speech, /connection to Parley has ended/)
  assert.doesNotMatch(speech, /Hello again/)
  assert.equal(card, 'LinkAccount')
})

test('requestIds of times that are over are forgotten', async () => {
  db.prepare('insert into alexa_request (id, forget_at) values (?, ?)').run('old', Date.now() - 1)
  await say({ type: 'SessionEndedRequest' })
  assert.equal(db.prepare("select count(*) as n from alexa_request where id = 'old'").get()!['n'], 0)
})
