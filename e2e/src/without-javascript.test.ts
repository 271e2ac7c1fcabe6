// The pages on which a person signs in to an app and decides about it, in a browser that runs no scripts, and in a frame.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { demoPassword } from '@parley/world/demo-history.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { openTestApp, startTestLogin } from '@parley/world/test-login.ts'
import { startTestWorld, type TestWorld } from '@parley/world/test-world.ts'
import { keepPicture } from './keep-picture.ts'
import { openSignedIn } from './open-signed-in.ts'
import { openWindow } from './open-window.ts'
import { tickActions } from './tick-actions.ts'
import { withBrowser } from './with-browser.ts'

let world: TestWorld
let browser: Browser

before(async () => {
  ;[world, browser] = await withBrowser(startTestWorld({ people: 'demo' }))
})

const openConsent = async (page: Page): Promise<void> => {
  await page.goto(world.music)
  await page.getByRole('button', { name: 'Log in with Parley' }).click()
  await page.getByRole('heading', { name: 'Music asks for a permission' }).waitFor()
}

test('somebody signs in, decides and shares without JavaScript', async () => {
  const { page, complaints } = await openWindow(browser, { javaScriptEnabled: false })
  await page.goto(world.music)
  await page.getByRole('button', { name: 'Log in with Parley' }).click()
  await page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor()
  await keepPicture(page, 'plain-1-sign-in')
  await page.getByLabel('Handle').fill('ana')
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Password').fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Music asks for a permission' }).waitFor()
  await keepPicture(page, 'plain-2-consent')
  await tickActions(page, 'read', 'write', 'delete')
  await page.getByLabel(/names of the people/).check()
  await page.getByRole('checkbox', { name: 'Chloe Lindqvist' }).check()
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.getByRole('heading', { name: 'Hello, Ana Moreno' }).waitFor()
  await page.getByRole('link', { name: 'Share this song' }).click()
  await page.getByRole('radio', { name: 'Chloe Lindqvist' }).check()
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByText('Sent', { exact: true }).waitFor()
  assert.deepEqual(complaints, [])
})

test('the preview follows what is ticked, without JavaScript', async () => {
  const client = await registerTestClient(world, { clientId: 'reader', name: 'Reader' })
  const app = await openTestApp(world, client)
  const { url } = await startTestLogin(app, {
    details: [{ actions: ['read'], where: 'all', messages: 'any', from: 'all_history' }]
  })
  const { page } = await openSignedIn(browser, world.url, 'ana', { javaScriptEnabled: false })
  await page.goto(url.href)
  await page.getByText(/0 of your \d+ messages/).waitFor()
  await tickActions(page, 'read')
  await page.getByRole('checkbox', { name: 'Ben Okafor' }).check()
  await page.getByLabel(/any message/).check()
  await page.getByLabel(/written before/).check()
  await page.getByRole('button', { name: /Show me again/ }).click()
  await page.getByText(/11 of your \d+ messages/).waitFor()
  await page.getByText('What does Chloe say?').waitFor()
  assert.ok(await page.getByRole('checkbox', { name: 'Ben Okafor' }).isChecked(), 'what was ticked stays ticked')
  assert.ok(!(await page.content()).includes('That is called field research.'), 'nothing of another conversation')
  await keepPicture(page, 'plain-3-preview')
})

test('no other site can show the pages in a frame', async () => {
  const { context, page } = await openSignedIn(browser, world.url, 'ben')
  await openConsent(page)
  const consent = page.url()
  for (const address of [consent, `${world.url}/sign-in`, `${world.url}/apps`]) {
    const outside = await context.newPage()
    await outside.setContent(`<iframe src="${address}"></iframe>`)
    const frame = await (await outside.waitForSelector('iframe')).contentFrame()
    await frame?.waitForURL(/^chrome-error:/)
    await outside.close()
  }
})
