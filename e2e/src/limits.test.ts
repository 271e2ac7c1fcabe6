// Somebody limits an app to songs and to some messages a day without JavaScript, on a phone, and sees and tightens it under Connected apps.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { registerTestClient } from '@parley/world/test-client.ts'
import { openTestApp, startTestLogin } from '@parley/world/test-login.ts'
import { startTestWorld, type TestWorld } from '@parley/world/test-world.ts'
import { keepPicture } from './keep-picture.ts'
import { openSignedIn } from './open-signed-in.ts'
import { tickActions } from './tick-actions.ts'
import { withBrowser } from './with-browser.ts'

const phone = { viewport: { width: 390, height: 844 } }

let world: TestWorld
let browser: Browser
before(async () => {
  ;[world, browser] = await withBrowser(startTestWorld({ people: 'demo' }))
})
test('a permission for songs, 20 a day, is given without JavaScript and made smaller afterwards', async () => {
  const app = await openTestApp(world, await registerTestClient(world, { clientId: 'reader', name: 'Reader' }))
  const { url } = await startTestLogin(app, {
    details: [{ actions: ['read'], where: 'all', messages: 'any', from: 'all_history', perDay: 50 }]
  })
  const plain = await openSignedIn(browser, world.url, 'ana', { ...phone, javaScriptEnabled: false })
  await plain.page.goto(url.href)
  await tickActions(plain.page, 'read')
  await plain.page.getByRole('checkbox', { name: 'Ben Okafor' }).check()
  await plain.page.getByLabel('any message', { exact: false }).check()
  await plain.page.getByLabel(/^Most messages that it may read/).fill('20')
  await plain.page.getByText('Limit it more').click()
  await plain.page.getByRole('checkbox', { name: 'songs' }).check()
  await plain.page.getByRole('checkbox', { name: 'texts' }).check()
  await plain.page.getByText('Which kinds of message?').scrollIntoViewIfNeeded()
  await keepPicture(plain.page, 'limits-1-consent')
  // The app is not there, so the browser stays at the address that it was sent back to.
  await plain.page
    .getByRole('button', { name: 'Allow' })
    .click()
    .catch(() => undefined)

  const { page, complaints } = await openSignedIn(browser, world.url, 'ana', phone)
  await page.goto(`${world.url}/apps`)
  await page
    .getByRole('link', { name: /Reader/ })
    .first()
    .click()
  await page.getByText('0 of 20 messages today').waitFor()
  await page.getByText('Only texts and songs').waitFor()
  await page.getByText(/can read texts and songs in 1 conversation/).waitFor()
  await page.getByRole('button', { name: 'Narrow: which kinds of message' }).click()
  const kinds = page.getByRole('dialog')
  await kinds.getByRole('checkbox', { name: 'Texts' }).uncheck()
  await kinds.getByRole('button', { name: 'Narrow' }).click()
  await page.getByText('Only songs').waitFor()
  await page.getByRole('button', { name: 'Narrow: how many messages a day' }).click()
  await page.getByRole('dialog').getByLabel('Messages a day').fill('5')
  await keepPicture(page, 'limits-2-narrow')
  await page.getByRole('dialog').getByRole('button', { name: 'Narrow' }).click()
  await page.getByText('0 of 5 messages today').waitFor()
  await page.getByText('0 of 5 messages today').scrollIntoViewIfNeeded()
  await keepPicture(page, 'limits-3-app')
  assert.deepEqual(complaints, [])
})
