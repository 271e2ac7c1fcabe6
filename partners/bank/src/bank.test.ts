// Tests of the app against a real platform: what it may, what it sends and when, and every way in.
import assert from 'node:assert/strict'
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { readdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { keyFromSeed } from '@parley/world/key-from-seed.ts'
import { type Fill, TestBrowser } from '@parley/world/test-browser.ts'
import { makeProof, postForm } from '@parley/world/test-oauth.ts'
import type { TestPerson } from '@parley/world/test-person.ts'
import { startSiteStage } from '@parley/world/test-site.ts'
import { writeCamt } from './camt/write-camt.ts'
import { readConfig } from './config.ts'
import { startBank } from './start.ts'

const core = 'the-core-secret'
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const own = keyFromSeed(randomBytes(32))
const anas = 'GB94HARB60161310000001'
// Wise's API: silent until told to answer.
let wiseAnswers = false
const wise = createServer((request, response) => {
  if (!wiseAnswers) return void response.writeHead(503).end()
  const body = request.url?.startsWith('/v1/transfers/')
    ? '{"targetValue":1500.10,"targetCurrency":"EUR","targetAccount":9}'
    : '{"accountHolderName":"Ben Okafor"}'
  response.end(body)
}).listen(0)
const stage = await startSiteStage({
  id: 'bank',
  place: 3,
  name: 'Harbour Bank',
  client: { profile: 'fapi2', key: own.open },
  env: {
    BANK_CLIENT_KEY: JSON.stringify(own.secret),
    BANK_CORE_SECRET: core,
    BANK_WISE_PUBLIC_KEY: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    BANK_WISE_API: `http://localhost:${(wise.address() as { port: number }).port}`,
    BANK_WISE_PROFILES: `222:${anas}`
  },
  start: async (env) => startBank(readConfig(env))
})
after(async () => {
  await stage.close()
  wise.close()
})
const { url, ana, ben, david, conversation, withDavid } = stage
const receiptsOnly = {
  tick: { action: ['write'], friends: ['yes'], conversation: [conversation], kind: ['receipt'] }
}
const logIn = (person: TestPerson, button = 'Allow', fill: Fill = receiptsOnly) => stage.logIn(person, button, fill)

type Message = { text?: string; card?: Record<string, unknown>; via?: unknown }
const receiptsAt = async (person: TestPerson, where = conversation): Promise<Message[]> => {
  const { items } = (
    await person.get<{ items: { message?: { text?: string; card?: Record<string, unknown> } }[] }>(
      `/api/conversations/${where}/events?limit=100`
    )
  ).body
  return items
    .map((event) => JSON.parse(JSON.stringify(event)) as Record<string, unknown>)
    .filter((event) => JSON.stringify(event).includes('"receipt"')) as Message[]
}
const camt = (servicerRef: string, over: Partial<Parameters<typeof writeCamt>[0]> = {}): string =>
  writeCamt({
    account: anas,
    amount: { value: '42.00', currency: 'EUR' },
    payee: 'Ben Okafor',
    payeeAccount: 'CH9300762011623852957',
    endToEnd: `E ${servicerRef}`,
    servicerRef,
    at: '2026-03-04T10:00:00.000Z',
    ...over
  })
const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/bank/camt054`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/xml', authorization: `Bearer ${core}`, ...headers }
  })
const db = new DatabaseSync(`${stage.folder}/harbour-bank.sqlite`)
const keyOf = (servicerRef: string): string =>
  db.prepare('select key from booking where servicer_ref = ?').get(servicerRef)!['key'] as string
const openTransfer = (browser: TestBrowser, servicerRef: string) =>
  browser.open(`${url}/transfers/${keyOf(servicerRef)}`)
const liveGrant = async (person: TestPerson): Promise<string> => {
  const { items } = (await person.get<{ items: { id: string; ended?: unknown }[] }>('/api/grants')).body
  return items.find((grant) => !grant.ended)?.id ?? assert.fail('no live grant')
}

const browser = await logIn(ana)

test('a person gets an account at the first login, and asks for the least', async () => {
  assert.match((await browser.open(url)).text, /GB94 HARB 6016 1310 0000 01/)
  const { body } = await ana.get<{ items: { answers: Record<string, unknown> }[] }>('/api/grants')
  const { actions, friends, until, kinds } = body.items[0]!.answers
  assert.deepEqual(
    { actions, friends, until, kinds },
    { actions: ['write'], friends: true, until: '90_days', kinds: ['receipt'] }
  )
})

test('the core system hands in a file with its secret only', async () => {
  assert.equal((await post(camt('C1'), { authorization: 'Bearer wrong' })).status, 401)
  assert.equal((await post(camt('C1'), { authorization: '' })).status, 401)
  assert.equal((await post('{}', { 'content-type': 'application/json' })).status, 415)
  const bad = await post('<Document/>')
  assert.equal(bad.status, 422)
  assert.match(((await bad.json()) as { problem: string }).problem, /no camt\.054/)
  const good = await post(camt('C1'))
  assert.equal(good.status, 200)
  assert.equal(((await good.json()) as { taken: number }).taken, 1)
  assert.equal(((await (await post(camt('C1'))).json()) as { known: number }).known, 1)
  const other = (await (await post(camt('X1', { account: 'DE89370400440532013000' }))).json()) as { id: string }
  const page = await fetch(`${url}/bank/imports/${other.id}/left-out`, { headers: { authorization: `Bearer ${core}` } })
  assert.deepEqual(
    ((await page.json()) as { items: { reason: string }[] }).items.map(({ reason }) => reason),
    ['other_account']
  )
})

test('nothing goes out before the tap, and the receipt is what was shown', async () => {
  assert.deepEqual(await receiptsAt(ben), [])
  const seen = await openTransfer(browser, 'C1')
  assert.match(
    seen.text,
    /EUR 42\.00 to Ben Okafor .*To Ben Okafor Account ending in 2957 Booked 4 Mar 2026 Reference E C1/
  )
  assert.doesNotMatch(seen.body, /CH93|7620116/)
  assert.equal(
    browser.form('Send receipt').fields.some(({ checked }) => checked),
    false,
    'nobody is chosen beforehand'
  )
  assert.equal((await browser.click('Send receipt')).status, 400)
  assert.deepEqual(await receiptsAt(ben), [])
  await openTransfer(browser, 'C1')
  assert.match((await browser.click('Send receipt', { tick: { conversation: [conversation] } })).text, /Sent to Ben/)
  const [message, ...more] = await receiptsAt(ben)
  assert.equal(more.length, 0)
  assert.deepEqual((message as Message).card, {
    type: 'receipt',
    amount: { value: '42.00', currency: 'EUR' },
    beneficiary: 'Ben Okafor',
    account: '2957',
    bookedOn: '2026-03-04',
    reference: 'E C1'
  })
})

test('a receipt goes out once, however often the form is sent, and after a crash', async () => {
  await post(camt('C2'))
  await openTransfer(browser, 'C2')
  const form = browser.form('Send receipt').action
  const body = browser.bodyOf('Send receipt', { tick: { conversation: [conversation] } })
  const send = () => browser.request(new URL(form, url), { method: 'POST', body, headers: { origin: url } })
  const answers = await Promise.all([send(), send(), send()])
  assert.ok(answers.every(({ status }) => status < 500))
  assert.equal((await receiptsAt(ben)).filter((m) => JSON.stringify(m).includes('E C2')).length, 1)
  // As after a crash between the message and the note that it arrived.
  db.prepare(`update sent set state = 'sending' where transfer = ?`).run(keyOf('C2'))
  await stage.restart()
  assert.match((await openTransfer(browser, 'C2')).text, /Not known to have reached Ben/)
  assert.match((await browser.click('Send again')).text, /Sent to Ben/)
  assert.equal((await receiptsAt(ben)).filter((m) => JSON.stringify(m).includes('E C2')).length, 1)
})

test('the friend of the last receipt for an account stands first, says so, and is not chosen', async () => {
  await post(camt('C3'))
  assert.match((await openTransfer(browser, 'C3')).text, /Ben got your last receipt for this account/)
  assert.equal(
    browser.form('Send receipt').fields.some(({ checked }) => checked),
    false
  )
  await post(camt('C4', { payeeAccount: 'DE89370400440532013000' }))
  assert.doesNotMatch((await openTransfer(browser, 'C4')).text, /got your last receipt/)
})

test('a reversal leads to a correction by tap, to whoever has the receipt, and never to a receipt', async () => {
  await post(camt('R1', { reversal: true, endToEnd: 'E C1', at: '2026-03-06T10:00:00.000Z' }))
  assert.match((await browser.open(url)).text, /Reversed, correction not sent/)
  const before = (await receiptsAt(ben)).length
  assert.match((await openTransfer(browser, 'C1')).text, /Send a correction.*This transfer was reversed.*Corrects E C1/)
  assert.match((await browser.click('Send correction to Ben')).text, /Sent to Ben/)
  const now = await receiptsAt(ben)
  assert.equal(now.length, before + 1)
  assert.match(JSON.stringify(now), /"correctsReference":"E C1"/)
  await post(camt('R1', { reversal: true, endToEnd: 'E C1', at: '2026-03-06T10:00:00.000Z' }))
  assert.throws(() => browser.form('Send correction to Ben'))
  await post(camt('R3', { reversal: true, endToEnd: 'E C3' }))
  assert.match((await openTransfer(browser, 'C3')).text, /there is no receipt to send/)
  assert.equal((await receiptsAt(ben)).length, before + 1)
})

test('a form that was open when the reversal came sends nothing', async () => {
  await post(camt('C5'))
  await openTransfer(browser, 'C5')
  await post(camt('R5', { reversal: true, endToEnd: 'E C5' }))
  assert.match(
    (await browser.click('Send receipt', { tick: { conversation: [conversation] } })).text,
    /There is nothing to send/
  )
  assert.doesNotMatch(JSON.stringify(await receiptsAt(ben)), /E C5/)
})

test('a person uploads a file, and reads what became of it', async () => {
  const upload = async (text: string, name = 'march.xml'): Promise<string> => {
    await browser.open(`${url}/files`)
    const form = new FormData()
    form.set('form_key', browser.bodyOf('Take it').get('form_key')!)
    form.set('file', new Blob([text]), name)
    const answer = await fetch(`${url}/files`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
      headers: { cookie: browser.cookiesFor(new URL(url)), origin: url }
    })
    assert.equal(answer.status, 303, await answer.text())
    return (await browser.open(new URL(answer.headers.get('location')!, url))).text
  }
  assert.match(await upload(camt('U1')), /march\.xml 1 taken, 0 known already/)
  assert.match(await upload(camt('U1')), /0 taken, 1 known already/)
  assert.match(await upload(camt('U2', { account: 'GB26HARB60161310000002' })), /1 of an account that nobody has here/)
  assert.match(await upload(camt('U3').replace('BOOK', 'PDNG')), /1 not booked yet/)
  assert.match(await upload(`<!DOCTYPE x>${camt('U4')}`), /Nothing was taken\. .*DOCTYPE/)
  assert.match(await upload(camt('U5').replaceAll('camt.054', 'camt.053')), /Nothing was taken/)
  assert.match(await upload(`${camt('U6').slice(0, -30)}${' '.repeat(3_000_000)}`), /Nothing was taken/)
  assert.match((await browser.open(`${url}/files`)).text, /march\.xml/)
  const bens = await logIn(ben, 'Log in only', {})
  assert.match((await bens.open(`${url}/files`)).text, /None yet/)
  const id = /\/files\/([0-9a-f-]{36})/.exec((await browser.open(`${url}/files`)).body)![1]!
  assert.equal((await bens.open(`${url}/files/${id}`)).status, 404)
  assert.equal((await bens.open(`${url}/transfers/${keyOf('C1')}`)).status, 404)
})

test('the form of the demo writes a file into the inbox, which is taken like every other', async () => {
  await browser.open(`${url}/new`)
  const fill = {
    text: { payee: 'Ben & Söhne', iban: 'DE89 3704 0044 0532 0130 00', amount: '1200', reference: 'Boat' }
  }
  const send = async (currency: string, over: Record<string, string> = {}) => {
    await browser.open(`${url}/new`)
    const body = browser.bodyOf('Transfer', { text: { ...fill.text, ...over } })
    body.append('currency', currency)
    return browser.open('/new', { method: 'POST', body, headers: { origin: url } })
  }
  assert.match((await send('JPY', { amount: '12.5' })).text, /JPY has no such amount/)
  assert.match((await send('JPY', { iban: 'DE89 3704 0044 0532 0130 01' })).text, /This IBAN is not right/)
  assert.match((await send('JPY')).text, /The bank has your transfer/)
  for (let looks = 0; !/Ben & Söhne JPY 1,200/.test((await browser.open(url)).text); looks++) {
    assert.ok(looks < 100, browser.seen?.text)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.equal(readdirSync(`${stage.folder}/inbox/done`).length, 2)
})

const tell = (event: unknown, { id = 'd1', key = keys.privateKey, state = '' } = {}): Promise<Response> => {
  const body = JSON.stringify(event)
  return fetch(`${url}/hooks/wise`, {
    method: 'POST',
    body: body + state,
    headers: {
      'content-type': 'application/json',
      'x-delivery-id': id,
      'x-signature-sha256': sign('sha256', Buffer.from(body), key).toString('base64')
    }
  })
}
const event = (id: number, current_state: string, profile_id = 222) => ({
  data: {
    resource: { type: 'transfer', id, profile_id, account_id: 333 },
    current_state,
    previous_state: 'processing',
    occurred_at: '2026-03-01T12:34:56.789Z'
  },
  subscription_id: '01234567-89ab-cdef-0123-456789abcdef',
  event_type: 'transfers#state-change',
  schema_version: '4.0.0',
  sent_at: '2026-03-01T12:34:57.123Z'
})

test('Wise is believed by its signature, once per delivery, and only what was sent counts', async () => {
  const others = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  assert.equal((await tell(event(111, 'outgoing_payment_sent'), { key: others })).status, 401)
  assert.equal((await tell(event(111, 'outgoing_payment_sent'), { state: ' ' })).status, 401)
  assert.equal((await tell({ event_type: 'transfers#state-change', data: { resource: { id: '1' } } })).status, 400)
  assert.deepEqual(await (await tell(event(111, 'processing'), { id: 'd2' })).json(), { taken: false })
  assert.deepEqual(await (await tell(event(111, 'outgoing_payment_sent', 999), { id: 'd3' })).json(), { taken: false })
  assert.deepEqual(await (await tell(event(111, 'outgoing_payment_sent'), { id: 'd4' })).json(), { taken: true })
  assert.deepEqual(await (await tell(event(111, 'outgoing_payment_sent'), { id: 'd4' })).json(), { taken: false })
  await tell(event(111, 'outgoing_payment_sent'), { id: 'd5' })
  assert.equal(db.prepare(`select count(*) as n from booking where servicer_ref = 'W111'`).get()!['n'], 1)
})

test('without its amount a transfer by Wise cannot be shared; with it, it can', async () => {
  assert.match((await openTransfer(browser, 'W111')).text, /Amount not known yet.*The amount is not known yet/)
  assert.throws(() => browser.form('Send receipt'))
  wiseAnswers = true
  assert.match((await openTransfer(browser, 'W111')).text, /EUR 1,500\.10 to Ben Okafor/)
  assert.ok(browser.form('Send receipt'))
})

test('to read, to delete, and to write anything but receipts is refused by the platform', async () => {
  // The app's own session, as the kit keeps it.
  const { memoryStore, parleyApp } = await import('@parley/sdk')
  const kept = db
    .prepare(
      `select name, value from kept where name like 'session:%' and value like '%"detail"%' and value not like '%"ended"%'`
    )
    .all()
  const row = kept.at(-1)!
  const store = memoryStore()
  await store.set(row['name'] as string, JSON.parse(row['value'] as string) as never)
  for (const log of db.prepare(`select name, value from kept where name not like 'session:%'`).all())
    await store.set(log['name'] as string, JSON.parse(log['value'] as string) as never)
  const app = parleyApp({
    platform: stage.parley.url,
    clientId: 'bank',
    clientKey: own.secret,
    redirectUri: `${url}/callback`,
    store
  })
  const session = (await app.session((row['name'] as string).slice('session:'.length)))!
  await ben.post(`/api/conversations/${conversation}/messages`, { text: 'Only for you' })
  const refused = (act: Promise<unknown>, code: string, right?: string) =>
    assert.rejects(
      act,
      (error: { code?: string; right?: string }) => error.code === code && (!right || error.right === right)
    )
  await refused(session.messages.page(conversation), 'right_missing', 'read')
  await refused(session.messages.changes(), 'right_missing', 'read')
  await refused(
    session.messages.delete(conversation, '00000000-0000-4000-8000-000000000000'),
    'right_missing',
    'delete'
  )
  await refused(session.messages.write(conversation, { text: 'Hello' }), 'kind_missing')
  await refused(
    session.messages.write(conversation, { card: { type: 'link', url: 'https://x.example/' } }),
    'kind_missing'
  )
  await refused(
    session.messages.write(withDavid, {
      card: { type: 'receipt', amount: { value: '1.00', currency: 'EUR' }, beneficiary: 'D' }
    }),
    'conversation_missing'
  )
  assert.deepEqual(await receiptsAt(david, withDavid), [])
})

test('after a revoke nothing is sent, nothing is lost, and the app says so', async () => {
  await post(camt('C9'))
  await openTransfer(browser, 'C9')
  const before = (await receiptsAt(ben)).length
  await ana.post(`/api/grants/${await liveGrant(ana)}/revoke`)
  const seen = await browser.click('Send receipt', { tick: { conversation: [conversation] } })
  assert.match(seen.text, /The connection to Parley has ended/)
  assert.equal((await receiptsAt(ben)).length, before)
  await openTransfer(browser, 'C9')
  await browser.click('Connect again')
  await browser.click('Allow', receiptsOnly)
  await openTransfer(browser, 'C9')
  assert.match((await browser.click('Send receipt', { tick: { conversation: [conversation] } })).text, /Sent to Ben/)
  assert.equal((await receiptsAt(ben)).filter((m) => JSON.stringify(m).includes('E C9')).length, 1)
})

test('a login without a pushed request, a proof of possession, or the key of the bank is refused', async () => {
  const verifier = 'v'.repeat(43)
  const asked = {
    client_id: 'bank',
    response_type: 'code',
    redirect_uri: `${url}/callback`,
    scope: 'openid messages.write',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256'
  }
  const plain = await fetch(`${stage.parley.url}/oauth/authorize?${new URLSearchParams(asked)}`, { redirect: 'manual' })
  assert.ok(plain.status >= 400 || /error=/.test(plain.headers.get('location') ?? ''), `${plain.status}`)
  const push = async (fields: Record<string, string>, headers: Record<string, string>) =>
    (await postForm(stage.parley, '/oauth/par', { ...asked, ...fields }, headers)).status
  const dpop = await makeProof(stage.parley)
  assert.equal(await push({}, { dpop }), 401, 'without any proof of who it is')
  assert.equal(await push({ client_secret: 'guessed' }, { dpop }), 401, 'with a secret')
  const assertion = (key: JsonWebKey): string => {
    const iat = Math.floor(Date.now() / 1000)
    const claims = { iss: 'bank', sub: 'bank', aud: stage.parley.url, jti: randomUUID(), iat, exp: iat + 60 }
    const signed = [{ alg: 'ES256' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const how = { key: createPrivateKey({ key: key as never, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const
    return `${signed}.${sign('sha256', Buffer.from(signed), how).toString('base64url')}`
  }
  const type = { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' }
  const stranger = keyFromSeed(randomBytes(32)).secret
  assert.equal(await push({ ...type, client_assertion: assertion(stranger) }, { dpop }), 401, 'with another key')
  const proven = () => ({ ...type, client_assertion: assertion(own.secret) })
  const pushed = await postForm(stage.parley, '/oauth/par', { ...asked, ...proven() })
  const { request_uri } = (await pushed.json()) as { request_uri: string }
  const anas = new TestBrowser(stage.parley.url)
  anas.addCookie(ana.cookie)
  await anas.open(`/oauth/authorize?${new URLSearchParams({ client_id: 'bank', request_uri })}`)
  const { url: back } = await anas.click('Log in only')
  const code = back.searchParams.get('code') ?? assert.fail(back.href)
  const redeem = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: asked.redirect_uri }
  const bare = await postForm(stage.parley, '/oauth/token', { ...redeem, ...proven() })
  assert.equal(bare.status, 400)
  assert.match(await bare.text(), /DPoP/i)
})
