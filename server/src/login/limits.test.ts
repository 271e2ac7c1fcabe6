// The consent page's limits: kinds of message and messages a day, asked for by the app or set by the person, without a script and signed.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { passkeyProblem } from '@parley/protocol/log/passkey-problem.ts'
import { TestAuthenticator } from '@parley/world/test-authenticator.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import {
  browserOf,
  connectTestApp,
  openTestApp,
  startTestLogin,
  type Ask,
  type TestApp,
  type Tokens
} from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { addTestPasskey, openConsent, signConsent, submitConsent } from '@parley/world/test-signing.ts'
import * as client from 'openid-client'

let parley: TestPlatform
let app: TestApp
let [ana, ben] = [] as unknown as [TestPerson, TestPerson]
let withBen: string
before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  app = await openTestApp(parley, await registerTestClient(parley, { clientId: 'tunes', name: 'Tunes' }))
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  withBen = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

const asking = (more: object): Ask => ({ details: [{ actions: ['read', 'write'], ...more }], scope: 'openid profile' })
const limited = asking({ kinds: ['song', 'text'], perDay: 50 })
const ticked = (more: Record<string, string[]> = {}) => ({ action: ['read'], conversation: [withBen], ...more })

type Limits = { kinds?: string[]; perDay?: number }
const detailOf = (tokens: Tokens): Limits & { grant: string } =>
  (tokens['authorization_details'] as unknown as (Limits & { grant: string })[])[0]!
const limitsOf = ({ kinds, perDay }: Limits) => [kinds, perDay]

const lastGiven = async () => {
  const [row] = await parley.sql<{ shared: string; owner: string; text: string; signature: string | null }[]>`
    select e.shared, e.owner, c.text, c.signature from log.entry e join grants.consent c on c.grant_id = e.grant_id
    where e.kind = 'give' order by e.id desc limit 1`
  return { ...row!, owner: parseOwner('grant', row!.owner) }
}

test('a person gives fewer kinds and fewer messages than were asked for', async () => {
  const fill = { tick: ticked({ kind: ['song'] }), text: { per_day: '20' } }
  const tokens = await connectTestApp(parley, ana, app, limited, 'Allow', fill)
  assert.deepEqual(limitsOf(detailOf(tokens)), [['song'], 20])
  const seen = await client.tokenIntrospection(app.config, tokens.access_token)
  assert.deepEqual(limitsOf((seen['authorization_details'] as Limits[])[0]!), [['song'], 20])
  const { owner, text } = await lastGiven()
  assert.deepEqual(limitsOf(owner.answers), [['song'], 20])
  assert.match(text, /Which kinds of message\?\nOnly the kinds that you tick\.\n\[ \] texts\n\[x\] songs\n/)
  assert.match(text, /Most messages that it may read in a day \[20\]/)
  const grant = (await ana.get(`/api/grants/${detailOf(tokens).grant}`)).body
  assert.match(grant.sentence, /^Tunes can read songs among its own messages.*, at most 20 messages a day, /)
  assert.equal(grant.today.used, 0)
})

test('nothing is ticked for the person, and a kind is needed', async () => {
  await ana.post(`/api/grants/${(await ana.get('/api/grants')).body.items[0].id}/revoke`)
  const browser = browserOf(parley, ana)
  await browser.open((await startTestLogin(app, limited)).url)
  const kinds = browser.form('Allow').fields.filter(({ name }) => name === 'kind')
  assert.deepEqual(
    kinds.map(({ value, checked }) => [value, checked]),
    [
      ['text', false],
      ['song', false]
    ]
  )
  const { status, text } = await browser.click('Allow', { tick: ticked() })
  assert.equal(status, 422)
  assert.match(text, /Tick at least one kind of message/)
})

test('a number that is left empty is the one that was asked for, and no scope takes a limit off', async () => {
  const ask = { ...limited, scope: 'openid messages.read' }
  const fill = { tick: ticked({ kind: ['text', 'song'] }), text: { per_day: '' } }
  assert.deepEqual(limitsOf(detailOf(await connectTestApp(parley, ana, app, ask, 'Allow', fill))), [
    ['text', 'song'],
    50
  ])
})

test('a person sets limits that nobody asked for, and sees them the next time', async () => {
  const fill = { tick: ticked({ kind: ['link'] }), text: { per_day: '3' } }
  const tokens = await connectTestApp(parley, ana, app, asking({}), 'Allow', fill)
  assert.deepEqual(limitsOf(detailOf(tokens)), [['link'], 3])
  const browser = browserOf(parley, ana)
  await browser.open((await startTestLogin(app, asking({}))).url)
  assert.match(browser.seen!.body, /<details\s+open/)
  const sent = browser.bodyOf('Allow')
  assert.deepEqual([sent.getAll('kind'), sent.get('per_day')], [['link'], '3'])
  const free = await connectTestApp(parley, ana, app, asking({}), 'Allow', {
    tick: ticked({ kind: [] }),
    text: { per_day: '' }
  })
  assert.deepEqual(limitsOf(detailOf(free)), [undefined, undefined])
})

test('more than was asked for, or what is none, is refused', async () => {
  const answers: [Record<string, string[]>, string][] = [
    [{ kind: ['song', 'film'] }, '50'],
    [{ kind: ['song'] }, '51'],
    [{ kind: ['poem'] }, '50'],
    [{ kind: ['song'] }, '0'],
    [{ kind: ['song'] }, '1.5'],
    [{ kind: ['song'] }, '1000000']
  ]
  for (const [kinds, perDay] of answers) {
    const browser = browserOf(parley, ana)
    await browser.open((await startTestLogin(app, limited)).url)
    const body = browser.bodyOf('Allow', { tick: ticked(), text: { per_day: perDay } })
    body.delete('kind')
    for (const kind of kinds['kind']!) body.append('kind', kind)
    const { status } = await browser.open(browser.form('Allow').action, {
      method: 'POST',
      body,
      headers: { origin: browser.seen!.url.origin, 'content-type': 'application/x-www-form-urlencoded' }
    })
    assert.equal(status, 400, JSON.stringify([kinds, perDay]))
  }
  for (const wrong of [{ kinds: [] }, { kinds: ['poem'] }, { perDay: 0 }, { perDay: 1.5 }]) {
    const browser = browserOf(parley, ana)
    const back = await browser.open((await startTestLogin(app, asking(wrong))).url)
    assert.equal(back.url.searchParams.get('error'), 'invalid_authorization_details', JSON.stringify(wrong))
  }
})

test('a passkey signs the limits, and not fewer ones', async () => {
  const key = new TestAuthenticator(parley.url)
  await addTestPasskey(ana, key)
  const at = await openConsent(parley, ana, app, { ask: limited, tick: ticked({ kind: ['song'] }) })
  const body = await signConsent(at, key)
  const wider = new URLSearchParams(body)
  wider.append('kind', 'text')
  assert.equal((await submitConsent(at, wider)).status, 422)
  assert.equal((await submitConsent(at, await signConsent(at, key))).status, 303)
  const { shared, owner, signature } = await lastGiven()
  assert.deepEqual(limitsOf(owner.answers), [['song'], 50])
  const about = parseShared(shared)
  assert.ok(about.frame === 'grant')
  const [row] = await parley.sql<
    { owner: string }[]
  >`select owner from log.entry where kind = 'passkey' order by id desc limit 1`
  const spki = parseOwner('passkey', row!.owner).key
  assert.equal(await passkeyProblem(signature!, about.app, owner, () => spki), undefined)
  const { kinds: _kinds, ...without } = owner.answers
  for (const answers of [without, { ...owner.answers, perDay: 51 }])
    assert.notEqual(await passkeyProblem(signature!, about.app, { ...owner, answers }, () => spki), undefined)
})
