// The forms on the way to an app: each belongs to one login, one browser, one person and this site.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { TestBrowser } from '@parley/world/test-browser.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { browserOf, openTestApp, startTestLogin, type TestApp } from '@parley/world/test-login.ts'
import { signUpPerson, testPassword, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let app: TestApp
let ana: TestPerson
before(async () => {
  parley = await startTestPlatform({ limitFactor: 100 })
  app = await openTestApp(parley, await registerTestClient(parley, { clientId: 'shop' }))
  ana = await signUpPerson(parley, 'ana')
})
after(() => parley.close())

type Page = { browser: TestBrowser; action: string; body: URLSearchParams }
const at = async (browser: TestBrowser, button: string, text = {}, more = {}): Promise<Page> => {
  await browser.open((await startTestLogin(app, { more })).url)
  return { browser, action: browser.form(button).action, body: browser.bodyOf(button, { text }) }
}
const credentials = { handle: 'ana', password: testPassword }
const pages: Record<string, () => Promise<Page>> = {
  'sign-in': () => at(new TestBrowser(parley.url), 'Sign in', credentials),
  continue: () => at(browserOf(parley, ana), 'Go on as Ana', {}, { prompt: 'select_account' }),
  deny: () => at(new TestBrowser(parley.url), 'Back to Shop without signing in'),
  consent: () => at(browserOf(parley, ana), 'Log in', {}, { prompt: 'consent' })
}
const submit = ({ browser, action, body }: Page, headers: Record<string, string> = { origin: parley.url }) =>
  browser.request(new URL(action, parley.url), { method: 'POST', body, headers })

for (const [name, open] of Object.entries(pages)) {
  test(`the form "${name}" counts only as its own page sends it`, async () => {
    const other = await open()
    for (const change of [
      (page: Page) => page.body.delete('csrf'),
      (page: Page) => page.body.set('csrf', ''),
      (page: Page) => page.body.set('csrf', other.body.get('csrf')!),
      // A page of whoever wants the person to be signed in as somebody else, or to have agreed.
      (page: Page) => {
        page.action = other.action
        page.body.set('csrf', other.body.get('csrf')!)
      }
    ]) {
      const page = await open()
      change(page)
      const { status, headers } = await submit(page)
      assert.equal(status, 409)
      assert.ok(!headers.getSetCookie().some((line) => line.startsWith('parley_session')))
    }
    for (const origin of ['https://evil.example', 'null', `${parley.url}.evil.example`])
      assert.equal((await submit(await open(), { origin })).status, 403)
    assert.equal((await submit(await open())).status, 303)
  })
}

test('a flood of logins from one address is slowed down, and a person is told in a page', async () => {
  const strict = await startTestPlatform()
  try {
    let last = await fetch(`${strict.url}/oauth/authorize`)
    for (let n = 0; n < 400 && last.status !== 429; n++) last = await fetch(`${strict.url}/oauth/authorize`)
    assert.equal(last.status, 429)
    assert.ok(Number(last.headers.get('retry-after')) > 0)
    assert.match(last.headers.get('content-type') ?? '', /text\/html/)
    assert.match(last.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
    assert.match(await last.text(), /Too many requests/)
    const program = await fetch(`${strict.url}/oauth/token`, { method: 'POST' })
    assert.equal(program.status, 400)
  } finally {
    await strict.close()
  }
})
