// Closing an account in a browser: with a password by keyboard, with a passkey on a phone, and what a friend sees then.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { demoPassword } from '@parley/world/demo-history.ts'
import { startTestWorld, type TestWorld } from '@parley/world/test-world.ts'
import { findBarriers } from './find-barriers.ts'
import { keepPicture } from './keep-picture.ts'
import { openSignedIn } from './open-signed-in.ts'
import { openWindow } from './open-window.ts'
import { plugInAuthenticator } from './plug-in-authenticator.ts'
import { withBrowser } from './with-browser.ts'

let world: TestWorld
let browser: Browser

before(async () => {
  ;[world, browser] = await withBrowser(startTestWorld({ people: 'demo' }))
})

test('by keyboard, after the right password; the friend sees a closed account and no message of it', async () => {
  const [bens, anas] = await Promise.all([
    openSignedIn(browser, world.url, 'ben'),
    openSignedIn(browser, world.url, 'ana')
  ])
  const { page } = bens
  await page.goto(`${world.url}/settings#close`)
  const section = page.getByRole('region', { name: 'Close your account' })
  await section.getByText('What goes:').waitFor()
  assert.deepEqual(await findBarriers(page), [])
  await section.getByRole('button', { name: 'Close account' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Your password').fill('something else')
  assert.deepEqual(await findBarriers(page), [])
  await keepPicture(page, 'close-account-dialog')
  await page.keyboard.press('Enter')
  await dialog.getByRole('alert').waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  assert.equal((await bens.context.request.get(`${world.url}/api/me`)).status(), 200)

  // The dialog gives the focus back to where it came from.
  await page.keyboard.press('Enter')
  await page.getByLabel('Your password').fill(demoPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  assert.equal((await bens.context.request.get(`${world.url}/api/me`)).status(), 401)

  await anas.page.goto(`${world.url}/`)
  await anas.page
    .getByRole('link', { name: /Closed account/ })
    .first()
    .click()
  await anas.page.getByText('This account was closed, so you cannot write here.').waitFor()
  await anas.page.getByText('No longer on Parley').waitFor()
  await anas.page.getByText('Message deleted').first().waitFor()
  assert.deepEqual(await findBarriers(anas.page), [])
  await keepPicture(anas.page, 'close-account-friend')
  assert.deepEqual(anas.complaints, [])
})

test('with a passkey, on a phone', async () => {
  const { page, context } = await openWindow(browser, { viewport: { width: 360, height: 640 }, hasTouch: true })
  await plugInAuthenticator(page)
  await page.goto(`${world.url}/sign-up`)
  await page.getByLabel('Name', { exact: true }).fill('Eva')
  await page.getByLabel('Handle').fill('eva_s')
  await page.getByRole('button', { name: 'Create account with a passkey' }).click()
  await page.getByRole('heading', { name: 'No conversations yet' }).waitFor()
  await page.goto(`${world.url}/settings#close`)
  await page.getByRole('button', { name: 'Close account' }).tap()
  await keepPicture(page, 'close-account-phone')
  assert.deepEqual(await findBarriers(page), [])
  await page.getByRole('dialog').getByRole('button', { name: 'Close account' }).tap()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  assert.equal((await context.request.get(`${world.url}/api/me`)).status(), 401)
})
