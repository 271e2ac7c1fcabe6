// Tests of what the platform lets the bank do: receipts, by its key, as long as the permission lasts, and nothing else.
import assert from 'node:assert/strict'
import { createHash, createPrivateKey, randomBytes, randomUUID, sign } from 'node:crypto'
import { after, test } from 'node:test'
import { keyFromSeed } from '@parley/world/key-from-seed.ts'
import { camt, startBankStage } from '@parley/world/test-bank.ts'
import { TestBrowser } from '@parley/world/test-browser.ts'
import { makeProof, postForm } from '@parley/world/test-oauth.ts'
import type { TestPerson } from '@parley/world/test-person.ts'

const stage = await startBankStage()
after(stage.close)
const {
  url,
  ana,
  ben,
  david,
  conversation,
  withDavid,
  browser,
  clientKey,
  db,
  openShare,
  openTransfer,
  post,
  receiptsAt,
  receiptsOnly
} = stage

const liveGrant = async (person: TestPerson): Promise<string> => {
  const { items } = (await person.get<{ items: { id: string; ended?: unknown }[] }>('/api/grants')).body
  return items.find((grant) => !grant.ended)?.id ?? assert.fail('no live grant')
}

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
    clientKey: clientKey,
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
  await openShare(browser, 'C9')
  const before = (await receiptsAt(ben)).length
  await ana.post(`/api/grants/${await liveGrant(ana)}/revoke`)
  const seen = await browser.click('Send receipt', { tick: { conversation: [conversation] } })
  assert.match(seen.text, /The connection to Parley has ended/)
  assert.equal((await receiptsAt(ben)).length, before)
  await openTransfer(browser, 'C9')
  await browser.click('Connect again')
  await browser.click('Allow', receiptsOnly)
  await openShare(browser, 'C9')
  assert.match((await browser.click('Send receipt', { tick: { conversation: [conversation] } })).text, /Sent to Ben/)
  assert.equal((await receiptsAt(ben)).filter((m) => JSON.stringify(m).includes('E C9')).length, 1)
})

test('a receipt that was refused is not sent again once the bank took the transfer back', async () => {
  await post(camt('C8'))
  await openShare(browser, 'C8')
  const before = (await receiptsAt(ben)).length
  await ana.post(`/api/grants/${await liveGrant(ana)}/revoke`)
  assert.match((await browser.click('Send receipt', { tick: { conversation: [conversation] } })).text, /Not sent/)
  const again = browser.form('Send again').action
  await post(camt('R8', { reversal: true, endToEnd: 'E C8' }))
  assert.match((await openTransfer(browser, 'C8')).text, /there is no receipt to send/)
  await browser.click('Connect again')
  await browser.click('Allow', receiptsOnly)
  await browser.open(`${url}/new`)
  const body = new URLSearchParams({ form_key: browser.bodyOf('Transfer').get('form_key')! })
  const seen = await browser.open(again, { method: 'POST', body, headers: { origin: url } })
  assert.deepEqual([seen.status, /There is nothing to send/.test(seen.text)], [409, true])
  assert.equal((await receiptsAt(ben)).length, before)
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
  const proven = () => ({ ...type, client_assertion: assertion(clientKey) })
  const pushed = await postForm(stage.parley, '/oauth/par', { ...asked, ...proven() })
  const { request_uri } = (await pushed.json()) as { request_uri: string }
  const anas = new TestBrowser(stage.parley.url)
  anas.addCookie(ana.cookie)
  await anas.open(`/oauth/authorize?${new URLSearchParams({ client_id: 'bank', request_uri })}`)
  const { url: back } = await anas.click('Allow', receiptsOnly)
  const code = back.searchParams.get('code') ?? assert.fail(back.href)
  const redeem = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: asked.redirect_uri }
  const bare = await postForm(stage.parley, '/oauth/token', { ...redeem, ...proven() })
  assert.equal(bare.status, 400)
  assert.match(await bare.text(), /DPoP/i)
})
