// Tests of a small app on the kit against a real platform, in browsers without JavaScript.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { TestPerson } from '@parley/world/test-person.ts'
import { everything, startSiteStage } from '@parley/world/test-site.ts'
import { allFriends } from './people/connection.ts'
import { html } from './html.ts'
import { openSite } from './open-site.ts'
import { readSiteConfig } from './read-site-config.ts'
import { Refused } from './routes/visit.ts'
import type { Site } from './site.ts'

let site: Site

const startNotes = async (env: Record<string, string>) => {
  site = await openSite({
    name: 'Notes',
    config: readSiteConfig({ name: 'NOTES', folder: 'notes', place: 9 }, env),
    schema: 'create table if not exists note (person text not null references person, text text not null) strict',
    ask: { actions: ['read', 'write', 'delete'], friends: true, messages: 'own' },
    needs: 'To send a note, allow Notes to write messages.',
    rights: { write: { name: 'Send notes', what: 'for you' } },
    places: [['/', 'Notes']],
    brand: html`<svg viewBox="0 0 1 1" aria-hidden="true"></svg>`,
    landing: (at) =>
      html`<h1>Keep a note</h1>
        ${at.loginForm()}`,
    settings: (at, browser) =>
      html`<form method="post" action="/note">${at.formKey(browser)}<button>Note</button></form>`,
    openPaths: ['/hooks/'],
    sayings: { noted: 'It is noted.' }
  })
  const { app } = site
  site.show('/', async ({ browser, connection, notices }) => {
    const now = await connection()
    const body = html`<h1>Hello, ${browser.person.name}</h1>
      ${now.state === 'live' && (await allFriends(now)).map(({ person }) => html`<p>${person.name}</p>`)}
      ${site.missingNotice(browser, now, 'write', '/')}`
    return { title: 'Notes', here: '/', notice: await notices(), body }
  })
  site.act('/note', async ({ person, connection }) => {
    site.db.prepare('insert into note (person, text) values (?, ?)').run(person.id, 'x')
    const { session } = await connection()
    const { conversation } = (await session!.messages.friendsPage()).items[0]!
    await session!.messages.write(conversation, { text: 'A note' })
    return '/?said=noted'
  })
  app.post('/hooks/x', async () => ({ ok: true }))
  app.get('/broken', async () => {
    throw new Error('secret cause')
  })
  app.get('/refused', async () => {
    throw new Refused(409, 'Not <now>', 'Later.')
  })
  await site.listen()
  return { url: site.config.url, close: site.close }
}

const stage = await startSiteStage({ id: 'notes', place: 9, start: startNotes })
const { parley, url, ana, ben, conversation, logIn, openAt } = stage
after(stage.close)

const liveGrant = async (person: TestPerson): Promise<string> => {
  const { items } = (await person.get<{ items: { id: string; ended?: unknown }[] }>('/api/grants')).body
  return items.find((grant) => !grant.ended)?.id ?? assert.fail('no live grant')
}

test('whoever is not logged in sees the landing page, and from elsewhere the way there', async () => {
  const browser = await openAt(ben)
  assert.match(browser.seen!.text, /Keep a note/)
  assert.equal((await browser.open(`${url}/settings`)).url.pathname, '/')
})

test('a person logs in, and the permission that was given is live', async () => {
  const browser = await logIn(ana)
  assert.match(browser.seen!.text, /Hello, Ana.*Ben/)
  assert.match((await browser.open(`${url}/settings`)).text, /Send notes for you : yes .*Given for/)
})

test('what the app does brings receipts, and Settings says how many of them are in the log', async () => {
  const browser = await logIn(ana)
  await browser.open(`${url}/settings`)
  assert.match((await browser.click('Note')).text, /It is noted\./)
  for (let looks = 0; ; looks++) {
    assert.ok(looks < 100, browser.seen?.text)
    const { text } = await browser.open(`${url}/settings`)
    const [, given, found] = /(\d+) signed receipts .* so far: (\d+)/.exec(text) ?? []
    assert.ok(Number(given) >= 2, text)
    if (given === found) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
})

test('whoever says no comes back and reads so', async () => {
  const browser = await openAt(ben)
  await browser.click('Log in with Parley')
  await browser.click('Deny')
  assert.match(browser.seen!.text, /You did not agree, so nothing was connected/)
})

test('log in only is said, and the permission can be asked for', async () => {
  const browser = await logIn(stage.david, 'Log in only', {})
  assert.match(browser.seen!.text, /You are logged in, and that is all Notes may not touch .* allow Notes to write/)
  await browser.click('Connect to messages')
  await browser.click('Allow', everything(stage.withDavid))
  assert.match(browser.seen!.text, /Hello, David.*Ana/)
})

test('a revoked permission shows at the next look, and connecting again mends it', async () => {
  const browser = await logIn(ana)
  await ana.post(`/api/grants/${await liveGrant(ana)}/revoke`)
  for (const path of ['/settings', '/']) assert.match((await browser.open(`${url}${path}`)).text, /has ended/)
  await browser.click('Connect again')
  await browser.click('Allow', { tick: { action: ['read'], friends: ['yes'], conversation: [conversation] } })
  assert.match(browser.seen!.text, /Notes may not write messages To send a note/)
  assert.match((await browser.open(`${url}/settings`)).text, /Send notes for you : no .*Read messages .* : yes/)
})

test('a paused permission is said, and goes on when the person says so', async () => {
  const browser = await logIn(ana)
  const grant = await liveGrant(ana)
  assert.equal((await ana.post(`/api/grants/${grant}/pause`, {})).status, 200)
  for (const path of ['/settings', '/'])
    assert.match((await browser.open(`${url}${path}`)).text, /You paused Notes in Parley/)
  await ana.post(`/api/grants/${grant}/resume`, {})
  assert.doesNotMatch((await browser.open(url)).text, /You paused/)
})

test('logging in again in a known browser keeps the permission that there is', async () => {
  const browser = await logIn(ana)
  const grant = await liveGrant(ana)
  await browser.open(`${url}/settings`)
  await browser.click('Log out of Notes')
  assert.match(browser.seen!.text, /You are logged out\./)
  await browser.click('Log in with Parley')
  if (browser.seen?.url.origin === parley.url) await browser.click('Log in')
  assert.match(browser.seen!.text, /Hello, Ana/)
  assert.equal(await liveGrant(ana), grant)
})

test('logging out of Parley as well leads there and back', async () => {
  const browser = await logIn(ana)
  await browser.open(`${url}/settings`)
  const seen = await browser.click('Log out of Notes and Parley')
  assert.equal(seen.url.origin, parley.url, seen.text)
  assert.equal(seen.status, 200)
})

test('giving the permission back ends it in Parley', async () => {
  const browser = await logIn(ana)
  const grant = await liveGrant(ana)
  await browser.open(`${url}/settings`)
  assert.match((await browser.click('Give the permission back')).text, /The permission was given back/)
  const { items } = (await ana.get<{ items: { id: string; ended?: { because: string } }[] }>('/api/grants')).body
  assert.equal(items.find(({ id }) => id === grant)?.ended?.because, 'given_back')
})

test('a paused permission can be given back, too', async () => {
  const browser = await logIn(ana)
  const grant = await liveGrant(ana)
  assert.equal((await ana.post(`/api/grants/${grant}/pause`, {})).status, 200)
  await browser.open(`${url}/settings`)
  assert.match(browser.seen!.text, /You paused Notes in Parley .*Send notes for you : no/)
  assert.match((await browser.click('Give the permission back')).text, /The permission was given back/)
  assert.match((await browser.open(`${url}/settings`)).text, /The connection has ended/)
  const { items } = (await ana.get<{ items: { id: string; ended?: { because: string } }[] }>('/api/grants')).body
  assert.equal(items.find(({ id }) => id === grant)?.ended?.because, 'given_back')
})

test('forms of other sites and forms without the key are refused, except where webhooks come', async () => {
  const browser = await logIn(ana)
  await browser.open(`${url}/settings`)
  const post = (path: string, body: URLSearchParams, origin: string) =>
    browser.request(new URL(path, url), { method: 'POST', body, headers: { origin } })
  assert.equal((await post('/note', browser.bodyOf('Note'), 'https://evil.example')).status, 403)
  assert.equal((await post('/note', new URLSearchParams(), url)).status, 403)
  assert.equal((await post('/note', browser.bodyOf('Note'), url)).status, 303)
  assert.equal((await post('/hooks/x', new URLSearchParams(), 'https://server.example')).status, 200)
  const nobody = await fetch(`${url}/note`, { method: 'POST', headers: { origin: url } })
  assert.equal(nobody.status, 401)
})

test('a login never leads to another site', async () => {
  const browser = await openAt(ana)
  browser.bodyOf('Log in with Parley')
  await browser.click('Log in with Parley', { text: { return_to: '//evil.example/' } })
  const seen = await browser.click('Allow', everything(conversation))
  assert.equal(seen.url.href, `${url}/`)
})

test('failures are pages that keep their cause to themselves', async () => {
  const browser = await logIn(ana)
  const broken = await browser.open(`${url}/broken`)
  assert.equal(broken.status, 500)
  assert.doesNotMatch(broken.body, /secret cause/)
  assert.equal((await browser.open(`${url}/nothing-here`)).status, 404)
  const refused = await browser.open(`${url}/refused`)
  assert.deepEqual([refused.status, refused.text.includes('Not <now> Later.')], [409, true])
})

test('every page forbids scripts of others and frames', async () => {
  const browser = await logIn(ana)
  for (const path of ['/', '/settings', '/nothing-here', '/broken']) {
    const { headers } = await browser.open(`${url}${path}`)
    assert.match(
      headers.get('content-security-policy') ?? '',
      /default-src 'none'; script-src 'self'.*frame-ancestors 'none'/
    )
  }
})

test('scripts come without types, styles as they are', async () => {
  for (const name of ['fresh.ts', 'sheet.ts', 'choose-value.ts', 'screen.css', 'site.css', 'parts.css']) {
    const answer = await fetch(`${url}/assets/${name}`)
    assert.equal(answer.status, 200)
    if (name.endsWith('.ts')) assert.doesNotMatch(await answer.text(), /: Element|<void>/)
  }
})
