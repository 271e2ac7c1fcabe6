// Answers to the consent page that the page did not offer: forged, stale, replayed, another person's, wider than asked.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { actions, untils } from '@parley/protocol/api/grant.ts'
import type { TestBrowser } from '@parley/world/test-browser.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
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
let app: TestApp
let ana: TestPerson
let ben: TestPerson
let cara: TestPerson
let withBen: string
let ofOthers: string

before(async () => {
  parley = await startTestPlatform({ limitFactor: 10_000 })
  app = await openTestApp(parley, await registerTestClient(parley, { clientId: 'tunes', name: 'Tunes <i>' }))
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  cara = await signUpPerson(parley, 'cara')
  await befriend(ana, ben)
  await befriend(ana, cara)
  await befriend(ben, cara)
  withBen = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  ofOthers = (await ben.post('/api/conversations', { kind: 'direct', person: cara.id })).body.id
})
after(() => parley.close())
beforeEach(() => parley.sql`update grants.grant set ended_at = now(), ended_because = 'revoked' where ended_at is null`)

const ask: Ask = { details: [{ actions: ['read'] }] }

const liveGrants = async (): Promise<number> => {
  const [row] = await parley.sql<{ n: number }[]>`select count(*) as n from grants.grant where ended_at is null`
  return row!.n
}

const atConsent = async (
  person: TestPerson = ana,
  what: Ask = ask
): Promise<{ browser: TestBrowser; path: string; body: URLSearchParams }> => {
  const browser = browserOf(parley, person)
  await browser.open((await startTestLogin(app, what)).url)
  const { action } = browser.form('Allow')
  return {
    browser,
    path: action,
    body: browser.bodyOf('Allow', { tick: { action: ['read', 'write', 'delete'], conversation: [withBen] } })
  }
}

const submit = async (
  browser: TestBrowser,
  path: string,
  body: URLSearchParams,
  headers: Record<string, string> = {}
) => browser.request(`${parley.url}${path}`, { method: 'POST', body, headers: { origin: parley.url, ...headers } })

test('answers wider than what was asked are refused, whatever the page showed', async () => {
  const wider: Record<string, string[]> = {
    action: ['read', 'write'],
    friends: ['yes'],
    where: ['all'],
    messages: ['any'],
    from: ['all_history'],
    until: ['until_revoked']
  }
  for (const [name, values] of Object.entries(wider)) {
    const { browser, path, body } = await atConsent()
    body.delete(name)
    for (const value of values) body.append(name, value)
    assert.equal((await submit(browser, path, body)).status, 400, name)
  }
  assert.equal(await liveGrants(), 0)
})

test('answers that no page has are refused', async () => {
  const odd: [string, string][] = [
    ['action', 'steal'],
    ['until', 'forever'],
    ['where', 'ALL'],
    ['conversation', 'x'],
    ['conversation', ofOthers.slice(1)],
    ['decision', 'allow2'],
    ['messages', ''],
    ['from', 'from_now\0']
  ]
  for (const [name, value] of odd) {
    const { browser, path, body } = await atConsent()
    body.set(name, value)
    assert.equal((await submit(browser, path, body)).status, 400, `${name}=${value}`)
  }
})

test('a conversation that the person is not in cannot be given', async () => {
  const { browser, path, body } = await atConsent()
  body.set('conversation', ofOthers)
  const answer = await submit(browser, path, body)
  assert.ok(answer.status >= 400 && answer.status < 500)
  assert.equal(await liveGrants(), 0)
  // The page is still good for a right answer.
  body.set('conversation', withBen)
  assert.equal((await submit(browser, path, body)).status, 303)
})

test('a form without the seal, with that of another login, or from another site is refused', async () => {
  const other = await atConsent()
  for (const change of [
    (body: URLSearchParams) => body.delete('csrf'),
    (body: URLSearchParams) => body.set('csrf', other.body.get('csrf')!)
  ]) {
    const { browser, path, body } = await atConsent()
    change(body)
    assert.equal((await submit(browser, path, body)).status, 409)
  }
  const { browser, path, body } = await atConsent()
  for (const origin of ['https://evil.example', 'null'])
    assert.equal((await submit(browser, path, body, { origin })).status, 403)
  assert.equal(await liveGrants(), 0)
})

test('another person cannot answer, neither in their own browser nor in this one', async () => {
  const { browser, path, body } = await atConsent()
  assert.equal((await submit(browserOf(parley, ben), path, body)).status, 409)
  const theirs = await atConsent(ben)
  const mixed = new URLSearchParams(body)
  assert.equal((await submit(theirs.browser, path, mixed)).status, 409)
  browser.addCookie(ben.cookie)
  assert.equal((await submit(browser, path, body)).status, 409)
  assert.equal((await browser.open(path.replace('/consent', ''))).status, 409)
  assert.equal(await liveGrants(), 0)
})

test('a form sent twice gives once, and a form of a login that went on is out of date', async () => {
  const { browser, path, body } = await atConsent()
  const [first, second] = await Promise.all([submit(browser, path, body), submit(browser, path, body)])
  assert.deepEqual([first.status, second.status].toSorted(), [303, 303].toSorted())
  const [count] = await parley.sql<
    { n: number }[]
  >`select count(*) as n from grants.grant where given_at > now() - interval '5 seconds' and ended_because is null`
  assert.equal(count!.n, 1)
  await browser.open(first.headers.get('location')!)
  assert.equal((await submit(browser, path, body)).status, 409)
})

test('after Deny, Allow of the same page gives nothing', async () => {
  const { browser, path, body } = await atConsent()
  const deny = new URLSearchParams(body)
  deny.set('decision', 'deny')
  await submit(browser, path, deny)
  await submit(browser, path, body)
  assert.equal(await liveGrants(), 0)
})

test('allowing nothing is pointed out, and nothing is given', async () => {
  for (const tick of [{ action: [] }, { conversation: [] }] as Record<string, string[]>[]) {
    const { browser } = await atConsent()
    const seen = await browser.click('Allow', {
      tick: { action: ['read', 'write', 'delete'], conversation: [withBen], ...tick }
    })
    assert.equal(seen.status, 422)
    assert.match(seen.text, /Tick at least one/)
  }
})

test('a later login without rights gets none, even of an app that has a live permission', async () => {
  const tokens = await connectTestApp(parley, ana, app, ask, 'Allow', { tick: { conversation: [withBen] } })
  assert.ok(tokens['authorization_details'])
  for (const prompt of [{}, { prompt: 'consent' }] as Record<string, string>[]) {
    const browser = browserOf(parley, ana)
    const started = await startTestLogin(app, { scope: 'openid', more: prompt })
    await browser.open(started.url)
    if (browser.seen?.forms.length) await browser.click('Log in')
    const later = await finishTestLogin(app, started, browser.seen!)
    assert.equal(later['authorization_details'], undefined)
    assert.equal(later.scope, 'openid')
    await assert.rejects(
      client.refreshTokenGrant(
        app.config,
        later.refresh_token ?? 'none',
        { scope: 'openid messages.read' },
        { DPoP: app.dpop }
      )
    )
  }
  const again = await browserOf(parley, ana).open((await startTestLogin(app, { ...ask, more: { prompt: 'none' } })).url)
  assert.equal(again.url.searchParams.get('error'), 'consent_required')
  // Asking for more at the token endpoint changes nothing.
  const more = await client.refreshTokenGrant(
    app.config,
    tokens.refresh_token!,
    { authorization_details: '[{"type":"parley_messages","actions":["read","write","delete"],"where":"all"}]' },
    { DPoP: app.dpop }
  )
  assert.deepEqual(more['authorization_details'], tokens['authorization_details'])
})

test('a new permission replaces the one before: its tokens end, and the page shows what is new', async () => {
  const first = await connectTestApp(parley, ana, app, ask, 'Allow', { tick: { conversation: [withBen] } })
  const browser = browserOf(parley, ana)
  const started = await startTestLogin(app, { details: [{ actions: ['read', 'write'] }] })
  const page = await browser.open(started.url)
  assert.match(page.text, /Until now: Tunes <i> can read its own messages/)
  assert.match(page.text, /write messages .*\(new\)/)
  const boxes = browser.form('Allow').fields.filter(({ checked, type }) => checked && type === 'checkbox')
  assert.deepEqual(
    boxes.map(({ value }) => value),
    ['read', withBen]
  )
  const back = await browser.click('Allow', { tick: { action: ['read', 'write'] } })
  const second = await finishTestLogin(app, started, back)
  assert.equal(await liveGrants(), 1)
  assert.equal((await client.tokenIntrospection(app.config, first.access_token)).active, false)
  assert.equal((await client.tokenIntrospection(app.config, second.access_token)).active, true)
})

test('picking a friend without a conversation opens one', async () => {
  const browser = browserOf(parley, ana)
  const started = await startTestLogin(app, { details: [{ actions: ['write'] }] })
  const page = await browser.open(started.url)
  assert.match(page.text, /Cara \(no messages yet\)/)
  const back = await browser.click('Allow', { tick: { action: ['read', 'write', 'delete'], person: [cara.id] } })
  await finishTestLogin(app, started, back)
  const [grant] = (await ana.get('/api/grants')).body.items
  const opened = (await ana.get(`/api/conversations/${grant.answers.conversations[0]}`)).body
  assert.deepEqual(opened.members.map(({ handle }: { handle: string }) => handle).toSorted(), ['ana', 'cara'])
})

test('names of apps and people are shown as text', async () => {
  const { browser } = await atConsent()
  assert.ok(browser.seen!.body.includes('Tunes &lt;i&gt;'))
  assert.ok(!browser.seen!.body.includes('<i>'))
})

test('words of the request are not shown', async () => {
  const browser = browserOf(parley, ana)
  const { url } = await startTestLogin(app, {
    ...ask,
    more: { client_name: 'Bank', login_hint: 'PLEASE ALLOW', ui_locales: 'evil', state: 'PLEASE' }
  })
  await browser.open(url)
  assert.ok(!browser.seen!.body.includes('PLEASE'))
})

const answer = {
  actions: fc.uniqueArray(fc.constantFrom(...actions)),
  friends: fc.boolean(),
  where: fc.constantFrom('chosen' as const, 'all' as const),
  messages: fc.constantFrom('own' as const, 'any' as const),
  from: fc.constantFrom('from_now' as const, 'all_history' as const),
  until: fc.constantFrom(...untils)
}

test('whatever is asked and whatever is submitted, what is given is never wider than either', async () => {
  await fc.assert(
    fc.asyncProperty(fc.record(answer), fc.record(answer), async (asked, submitted) => {
      if (asked.actions.length === 0 && !asked.friends) return
      const { browser, path, body } = await atConsent(ana, { details: [asked] })
      const sent = new URLSearchParams({
        csrf: body.get('csrf')!,
        shown: body.get('shown')!,
        decision: 'allow',
        conversation: withBen,
        friends: submitted.friends ? 'yes' : 'no'
      })
      for (const action of submitted.actions) sent.append('action', action)
      for (const name of ['where', 'messages', 'from', 'until'] as const) sent.set(name, submitted[name])
      const { status } = await submit(browser, path, sent)
      const within =
        submitted.actions.every((action) => asked.actions.includes(action)) &&
        (asked.friends || !submitted.friends) &&
        (asked.where === 'all' || submitted.where === 'chosen') &&
        (asked.messages === 'any' || submitted.messages === 'own') &&
        (asked.from === 'all_history' || submitted.from === 'from_now') &&
        untils.indexOf(submitted.until) <= untils.indexOf(asked.until)
      const something = submitted.actions.length > 0 || submitted.friends
      assert.equal(status, !within ? 400 : something ? 303 : 422)
      if (status !== 303) return
      const [grant] = (await ana.get('/api/grants')).body.items
      const { conversations, ...given } = grant.answers
      assert.deepEqual(given, { ...submitted, actions: actions.filter((action) => submitted.actions.includes(action)) })
      assert.deepEqual(conversations, submitted.where === 'all' ? [] : [withBen])
    }),
    { numRuns: 60 }
  )
})
