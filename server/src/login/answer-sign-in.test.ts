// Signing in with a password on the way to an app: what the page says to whoever may not try any more.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sha256 } from '@parley/server/base/hash.ts'
import { TestBrowser } from '@parley/world/test-browser.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { openTestApp, startTestLogin, type TestApp } from '@parley/world/test-login.ts'
import { signUpPerson, testPassword } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let app: TestApp
before(async () => {
  parley = await startTestPlatform()
  app = await openTestApp(parley, await registerTestClient(parley, { clientId: 'shop' }))
  await signUpPerson(parley, 'ana')
})
after(() => parley.close())

const tryAs = async (browser: TestBrowser, handle: string, password: string) => {
  await browser.open((await startTestLogin(app)).url)
  return browser.click('Sign in', { text: { handle, password } })
}

const lock = (handle: string): Promise<void> =>
  parley.limits.spend('sign-in by handle', sha256(handle).toString('base64url'), 100)

test('who is locked out keeps the page, is told how to go on, and learns nothing about the handle', async () => {
  const known = new TestBrowser(parley.url)
  assert.match((await tryAs(known, 'ana', testPassword)).text, /Log in to/)
  await parley.limits.forgive('sign-in by handle', sha256('ana').toString('base64url'))
  const pages = []
  for (const handle of ['ana', 'nobody_at_all']) {
    await lock(handle)
    const { status, headers, text, forms, body } = await tryAs(new TestBrowser(parley.url), handle, testPassword)
    assert.equal(status, 429)
    assert.ok(Number(headers.get('retry-after')) > 800)
    assert.match(body, /id="passkey"/)
    assert.ok(forms.some(({ action }) => action.endsWith('/sign-in')))
    pages.push(text)
  }
  assert.equal(pages[0], pages[1])
  assert.match(pages[0]!, /with a passkey, or in a browser where you signed in before\. Or try again in 15 minutes\./)
  // A session that ended leaves the browser known.
  await parley.sql`delete from people.session`
  assert.match((await tryAs(known, 'ana', testPassword)).text, /Log in to/)
})
