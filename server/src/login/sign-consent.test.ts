// Permissions that a person's passkey signs: given exactly as signed and shown, with evidence that holds.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { passkeyProblem } from '@parley/protocol/log/passkey-problem.ts'
import { sha256 } from '@parley/server/base/hash.ts'
import { TestAuthenticator } from '@parley/world/test-authenticator.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { finishTestLogin, openTestApp, type TestApp } from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import {
  addTestPasskey,
  offerSigning,
  openConsent,
  signConsent,
  submitConsent,
  type AtConsent
} from '@parley/world/test-signing.ts'

let parley: TestPlatform
let app: TestApp
let ana: TestPerson
let ben: TestPerson
let cara: TestPerson
let anas: TestAuthenticator
let withBen: string

before(async () => {
  parley = await startTestPlatform({ limitFactor: 10_000 })
  app = await openTestApp(parley, await registerTestClient(parley, { clientId: 'tunes' }))
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  cara = await signUpPerson(parley, 'cara')
  await befriend(ana, ben)
  await befriend(ana, cara)
  withBen = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  anas = await addKey(ana)
})
after(() => parley.close())
const ask = { details: [{ actions: ['read' as const, 'write' as const] }] }
const atConsent = (person: TestPerson = ana, tick: Record<string, string[]> = {}): Promise<AtConsent> =>
  openConsent(parley, person, app, { ask, tick: { action: ['read'], conversation: [withBen], ...tick } })
const addKey = async (person: TestPerson, algorithm?: 'EdDSA' | 'RS256'): Promise<TestAuthenticator> => {
  const key = new TestAuthenticator(parley.url, algorithm)
  await addTestPasskey(person, key)
  return key
}

type Kept = { grant: string; shared: string; owner: string; text: string; signature: string | null }

const lastGiven = async (): Promise<Kept> => {
  const [row] = await parley.sql<Kept[]>`
    select e.grant_id as "grant", e.shared, e.owner, c.text, c.signature
    from log.entry e join grants.consent c on c.grant_id = e.grant_id where e.kind = 'give' order by e.id desc limit 1`
  return row!
}

/** What the verifier asks about a permission, with the keys that the log holds. */
const evidenceProblem = async ({ shared, owner, text, signature }: Kept): Promise<string | undefined> => {
  const [about, said] = [parseShared(shared), parseOwner('grant', owner)]
  assert.ok(about.frame === 'grant' && signature !== null)
  assert.equal(said.signed, sha256(signature).toString('hex'))
  assert.equal(said.consent, sha256(text).toString('hex'))
  const rows = await parley.sql<{ owner: string }[]>`select owner from log.entry where kind = 'passkey' order by id`
  const keys = new Map(
    rows.map((row) => {
      const { who, credential, key } = parseOwner('passkey', row.owner)
      return [`${who} ${credential}`, key]
    })
  )
  return passkeyProblem(signature, about.app, said, (credential) => keys.get(`${said.who} ${credential}`))
}

test('a permission is given as it was signed, and its evidence holds', async () => {
  const at = await atConsent()
  assert.match(at.browser.seen!.text, /your passkey signs this page with your answers/)
  const { status, location } = await submitConsent(at, await signConsent(at, anas))
  assert.equal(status, 303)
  const back = await at.browser.open(location!)
  const tokens = await finishTestLogin(app, at.started, back)
  const kept = await lastGiven()
  assert.equal((tokens['authorization_details'] as Record<string, unknown>[])[0]?.['grant'], kept.grant)
  assert.equal(await evidenceProblem(kept), undefined)
  assert.match(kept.text, /\[x\] read messages\n\[ \] write messages/)
  const grant = (await ana.get(`/api/grants/${kept.grant}`)).body
  assert.equal(grant.signed, true)
  assert.deepEqual(grant.answers.conversations, [withBen])
  assert.equal((await ana.post(`/api/grants/${kept.grant}/narrow`, { until: 'hour' })).status, 200)
  const [narrow] = await parley.sql<{ owner: string }[]>`
    select owner from log.entry where grant_id = ${kept.grant} and kind = 'narrow'`
  assert.equal(parseOwner('grant', narrow!.owner).signed, null)
})

test('Ed25519 and RS256 passkeys sign too', async () => {
  for (const algorithm of ['EdDSA', 'RS256'] as const) {
    const key = await addKey(ana, algorithm)
    const at = await atConsent()
    assert.equal((await submitConsent(at, await signConsent(at, key))).status, 303, algorithm)
    assert.equal(await evidenceProblem(await lastGiven()), undefined, algorithm)
  }
})

test('what is kept is the page as it was shown, whatever has changed since', async () => {
  for (const button of ['Allow', 'Allow without my passkey']) {
    const at = await atConsent()
    await at.browser.click('Show me again with what I ticked', {
      tick: { action: ['read'], conversation: [withBen], messages: ['own'] }
    })
    const shown = /\d+ of your \d+ messages?/.exec(at.browser.seen!.text)![0]
    at.body = at.browser.bodyOf(button)
    await ana.post(`/api/conversations/${withBen}/messages`, { clientId: crypto.randomUUID(), text: 'one more' })
    const body = button === 'Allow' ? await signConsent(at, anas) : at.body
    assert.equal((await submitConsent(at, body)).status, 303)
    assert.ok((await lastGiven()).text.includes(shown), shown)
  }
})

test('a friend who is picked without a conversation gets the one that was signed', async () => {
  const at = await atConsent(ana, { conversation: [], person: [cara.id] })
  const body = await signConsent(at, anas)
  const [none] = await parley.sql<{ n: number }[]>`
    select count(*) as n from conversations.conversation where ${cara.id} in (low_id, high_id)`
  assert.equal(none!.n, 0, 'asking opens nothing')
  assert.equal((await submitConsent(at, body)).status, 303)
  const kept = await lastGiven()
  assert.equal(await evidenceProblem(kept), undefined)
  const [conversation] = parseOwner('grant', kept.owner).answers.conversations
  const { members } = (await ana.get(`/api/conversations/${conversation!.conversation}`)).body
  assert.deepEqual(members.map(({ handle }: { handle: string }) => handle).toSorted(), ['ana', 'cara'])
})

test('whoever has no passkey is told that only Parley confirms, and allows as before', async () => {
  const at = await atConsent(cara, { conversation: [] })
  at.body.append('person', ana.id)
  assert.match(at.browser.seen!.text, /Only Parley confirms this permission\./)
  assert.ok(!at.browser.seen!.body.includes('<script'))
  assert.equal((await offerSigning(at)).status, 422)
  assert.equal((await submitConsent(at, at.body)).status, 303)
  assert.equal((await lastGiven()).signature, null)
})

test('without a script, a person with a passkey allows by the second button', async () => {
  const at = await atConsent()
  const page = await at.browser.click('Allow', { tick: { action: ['read'], conversation: [withBen] } })
  assert.equal(page.status, 422)
  assert.match(page.text, /Your passkey did not sign/)
  const back = await at.browser.click('Allow without my passkey')
  await finishTestLogin(app, at.started, back)
  assert.equal((await lastGiven()).signature, null)
})
