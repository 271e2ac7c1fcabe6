// Tests of an app's cookies behind TLS: they are bound to its host, and no other name logs anybody in.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { browserOf } from '@parley/world/test-login.ts'
import { startSiteStage } from '@parley/world/test-site.ts'
import { html } from '../html.ts'
import { openSite } from '../open-site.ts'
import { readSiteConfig } from '../read-site-config.ts'

const url = 'https://clocks.example'

const startClocks = async (env: Record<string, string>) => {
  const site = await openSite({
    name: 'Clocks',
    config: readSiteConfig({ name: 'CLOCKS', folder: 'clocks', place: 9 }, env),
    ask: { actions: ['read'], messages: 'own' },
    needs: 'To see the time, allow it.',
    places: [['/', 'Clocks']],
    brand: html`<svg viewBox="0 0 1 1" aria-hidden="true"></svg>`,
    landing: (at) => at.loginForm()
  })
  site.screen('/wall', { title: 'A clock', body: ({ name }) => html`<h1>It is late, ${name}</h1>` })
  site.show('/', async ({ browser }) => ({ title: 'Clocks', here: '/', body: html`Hello, ${browser.person.name}` }))
  await site.listen()
  return { url: site.config.url, close: site.close }
}

const stage = await startSiteStage({
  id: 'clocks',
  place: 9,
  env: { CLOCKS_URL: url },
  client: { isDevice: true, redirectUris: [`${url}/callback`] },
  start: startClocks
})
after(stage.close)

/** One request as it comes through the proxy that ends TLS. */
const ask = async (path: string, cookie = '', method = 'GET') => {
  const answer = await fetch(`${stage.url}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...(cookie && { cookie }) }
  })
  const cookies = answer.headers.getSetCookie()
  for (const line of cookies) {
    const attributes = new Set(line.toLowerCase().split('; ').slice(1))
    for (const wanted of ['secure', 'httponly', 'samesite=lax', 'path=/']) assert.ok(attributes.has(wanted), line)
    assert.match(line, /^__Host-clocks_/)
  }
  const pairs = cookies.filter((line) => !line.includes('Expires=Thu, 01 Jan 1970')).map((line) => line.split(';')[0]!)
  return { text: await answer.text(), location: answer.headers.get('location') ?? '', cookie: pairs.join('; ') }
}

test('a login sets cookies that are bound to the host, and only these log in', async () => {
  const started = await ask('/login', '', 'POST')
  const browser = browserOf(stage.parley, stage.ana)
  await browser.open(started.location)
  const back = await browser.click('Log in only')
  assert.equal(back.url.origin, url)
  const arrived = await ask(`${back.url.pathname}${back.url.search}`, started.cookie)
  assert.equal(arrived.location, '/')
  assert.match((await ask('/', arrived.cookie)).text, /Hello, Ana/)
  assert.doesNotMatch((await ask('/', arrived.cookie.replaceAll('__Host-', ''))).text, /Hello/)
  assert.doesNotMatch((await ask('/', arrived.cookie.replaceAll('__Host-', '__Secure-'))).text, /Hello/)
})

test('a screen keeps its code in such a cookie', async () => {
  const codeOf = (text: string): string => /id="code">([^<]+)</.exec(text)![1]!
  const first = await ask('/wall')
  assert.match(first.cookie, /^__Host-clocks_screen=/)
  assert.equal(codeOf((await ask('/wall', first.cookie)).text), codeOf(first.text))
  assert.notEqual(codeOf((await ask('/wall', first.cookie.replace('__Host-', ''))).text), codeOf(first.text))
})
