// Tests of a page for televisions: a login by code against a real platform, in browsers without JavaScript.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Seen, TestBrowser } from '@parley/world/test-browser.ts'
import { startSiteStage } from '@parley/world/test-site.ts'
import { html } from '../html.ts'
import { openSite } from '../open-site.ts'
import { meetPerson } from '../people/person.ts'
import { readSiteConfig } from '../read-site-config.ts'
import type { Site } from '../site.ts'

let site: Site
const startClocks = async (env: Record<string, string>) => {
  site = await openSite({
    name: 'Clocks',
    config: readSiteConfig({ name: 'CLOCKS', folder: 'clocks', place: 9 }, env),
    ask: { actions: ['read'], messages: 'own' },
    needs: 'To see the time, allow it.',
    places: [['/', 'Clocks']],
    brand: html`<svg viewBox="0 0 1 1" aria-hidden="true"></svg>`,
    landing: (at) => at.loginForm()
  })
  site.screen('/wall', { title: 'A clock', body: async ({ name }) => html`<h1>It is late, ${name} ${'<b>'}</h1>` })
  await site.listen()
  return { url: site.config.url, close: site.close }
}

const stage = await startSiteStage({ id: 'clocks', place: 9, client: { isDevice: true }, start: startClocks })
after(stage.close)

const openScreen = () => {
  const screen = new TestBrowser(stage.url)
  return { screen, look: () => screen.open(`${stage.url}/wall`) }
}
const codeOn = (seen: Seen): string => /id="code">([^<]+)</.exec(seen.body)?.[1] ?? ''

const lookUntil = async (look: () => Promise<Seen>, good: (seen: Seen) => boolean): Promise<Seen> => {
  for (let tries = 0; ; tries++) {
    const seen = await look()
    if (good(seen)) return seen
    assert.ok(tries < 150, seen.text)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Ana enters a code on her phone, at the address that the screen shows. */
const enter = async (shown: Seen, answer: string): Promise<void> => {
  const phone = new TestBrowser(stage.parley.url)
  phone.addCookie(stage.ana.cookie)
  await phone.open(`http://${/screen-address">([^<]+)</.exec(shown.body)?.[1]}`)
  await phone.click('Continue', { text: { user_code: codeOn(shown) } })
  await phone.click('Yes, continue')
  await phone.click(answer)
}

test('a screen shows one code while it holds, and looks again by itself also without scripts', async () => {
  const { look } = openScreen()
  const first = await look()
  assert.match(codeOn(first), /^[A-Z0-9-]{6,}$/)
  assert.match(first.body, /<svg class="qr"[^>]*role="img".*<\/svg>/s)
  assert.match(first.body, /<noscript><meta http-equiv="refresh"/)
  assert.match(first.body, /<div id="screen" data-fresh/)
  assert.equal(codeOn(await look()), codeOn(first))
  assert.notEqual(codeOn(await openScreen().look()), codeOn(first), 'each screen has its own')
})

test('a code that somebody said no to is replaced, and the next one logs in', async () => {
  const { look } = openScreen()
  const first = await look()
  await enter(first, 'Deny')
  const second = await lookUntil(look, (seen) => codeOn(seen) !== '' && codeOn(seen) !== codeOn(first))
  await enter(second, 'Log in')
  const seen = await lookUntil(look, ({ text }) => text.includes('It is late'))
  assert.match(seen.body, /<h1>It is late, Ana &lt;b&gt;<\/h1>/)
  assert.match((await look()).text, /It is late, Ana/)
})

test('a code that ended is replaced, and so is one that is not ours', async () => {
  const kept = {
    attempt: 'nobody',
    userCode: 'OLDCODE',
    verificationUri: 'x',
    verificationUriComplete: 'x',
    expiresAt: 9e15
  }
  for (const cookie of [JSON.stringify(kept), JSON.stringify({ ...kept, expiresAt: 1 }), 'no json']) {
    const { screen, look } = openScreen()
    screen.addCookie(`clocks_screen=${encodeURIComponent(cookie)}`)
    const code = codeOn(await look())
    assert.match(code, /^[A-Z0-9-]{6,}$/)
    assert.notEqual(code, 'OLDCODE')
  }
})

test('what a browser writes into its cookie makes it nobody', async () => {
  const first = await fetch(`${stage.url}/wall`)
  const cookie = decodeURIComponent(/clocks_screen=([^;]+)/.exec(first.headers.get('set-cookie')!)![1]!)
  const { id, sub } = meetPerson(site.db, 'sub-of-ben', 'Ben')
  for (const more of [{ id, sub, name: 'Ben' }, { verificationUri: 7 }, { userCode: ['x'] }]) {
    const forged = encodeURIComponent(JSON.stringify({ ...(JSON.parse(cookie) as object), ...more }))
    const seen = await fetch(`${stage.url}/wall`, { headers: { cookie: `clocks_screen=${forged}` } })
    const body = await seen.text()
    assert.equal(seen.status, 200)
    assert.doesNotMatch(body, /It is late/)
    assert.match(body, /id="code">[A-Z0-9-]{6,}</)
  }
})

test('whoever keeps no cookie gets so many codes and no more; who has a code goes on, and so do others', async () => {
  const at = (forwarded: string, cookie = '') =>
    fetch(`${stage.url}/wall`, { headers: { 'x-forwarded-for': forwarded, cookie } })
  const asked: string[] = []
  const { startDevice } = site.parley.login
  site.parley.login.startDevice = (options) => {
    asked.push('a code')
    return startDevice(options)
  }
  const first = await at('192.0.2.1')
  const cookie = first.headers.get('set-cookie')!.split(';')[0]!
  const answers = await Promise.all(Array.from({ length: 40 }, () => at('192.0.2.1')))
  site.parley.login.startDevice = startDevice
  const refused = answers.filter(({ status }) => status === 429)
  assert.deepEqual([asked.length, refused.length], [20, 21])
  const [one] = refused
  assert.match(await one!.text(), /Many screens here asked for a code/)
  assert.equal(one!.headers.get('set-cookie'), null)
  const seconds = Number(one!.headers.get('retry-after'))
  assert.ok(seconds > 0 && seconds <= 600, String(seconds))
  const codeIn = async (answer: Response): Promise<string | undefined> =>
    /id="code">([^<]+)</.exec(await answer.text())?.[1]
  assert.equal(await codeIn(await at('192.0.2.1', cookie)), await codeIn(first))
  assert.ok(await codeIn(await at('192.0.2.2')))
})
