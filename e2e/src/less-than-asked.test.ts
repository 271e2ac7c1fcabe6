// What Music shows to people who give it less than it asks for, or nothing.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { DemoHandle } from '@parley/world/demo-history.ts'
import { startTestWorld, type TestWorld } from '@parley/world/test-world.ts'
import { keepPicture } from './keep-picture.ts'
import { openSignedIn } from './open-signed-in.ts'
import type { OpenWindow } from './open-window.ts'
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

const openAs = async (handle: DemoHandle): Promise<OpenWindow> => {
  const opened = await openSignedIn(browser, world.url, handle)
  await openConsent(opened.page)
  return opened
}

test('who denies is back in Music, is told so, and has connected nothing', async () => {
  const { page, complaints } = await openAs('ana')
  await page.getByRole('button', { name: 'Deny' }).click()
  await page.getByText('You did not agree, so nothing was connected.').waitFor()
  assert.equal(new URL(page.url()).origin, world.music)
  await page.getByRole('button', { name: 'Log in with Parley' }).waitFor()
  await keepPicture(page, 'less-1-denied')
  await page.goto(`${world.url}/apps`)
  await page.getByRole('heading', { name: 'No app is connected' }).waitFor()
  assert.deepEqual(complaints, [])
})

test('who only logs in can listen, and is offered to connect when sharing', async () => {
  const { page, complaints } = await openAs('ben')
  await page.getByRole('button', { name: 'Log in only' }).click()
  await page.getByRole('heading', { name: 'Hello, Ben Okafor' }).waitFor()
  await page.getByRole('region', { name: 'You are logged in, and that is all' }).waitFor()
  await keepPicture(page, 'less-2-log-in-only')
  await page.getByRole('link', { name: 'Share this song' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Connect to messages' }).click()
  await page.getByRole('heading', { name: 'Music asks for a permission' }).waitFor()
  assert.equal(new URL(page.url()).origin, world.url)
  await page.goto(`${world.url}/apps`)
  await page.getByRole('heading', { name: 'No app is connected' }).waitFor()
  const logins = page.getByRole('region', { name: 'Log in only' })
  await logins.getByText('by Tidewater Audio').waitFor()
  await keepPicture(page, 'less-2-logins')
  await logins.getByRole('button', { name: 'Forget Music' }).click()
  await page.getByText('Music will ask before it logs you in again').waitFor()
  await logins.waitFor({ state: 'detached' })
  assert.deepEqual(complaints, [])
})

test('who keeps names to themselves is told what is missing, and can give it later', async () => {
  const { page, complaints } = await openAs('chloe')
  await tickActions(page, 'read', 'write', 'delete')
  await page.getByRole('checkbox', { name: 'Ana Moreno' }).check()
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.getByRole('link', { name: 'Share this song' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('Music may not see the names of your friends').waitFor()
  await keepPicture(page, 'less-3-without-names')
  await sheet.getByRole('button', { name: 'Ask Parley for this' }).click()
  assert.ok(await page.getByRole('checkbox', { name: 'Ana Moreno' }).isChecked(), 'what was given before is ticked')
  await page.getByLabel(/names of the people/).check()
  await keepPicture(page, 'less-4-asked-for-more')
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.getByRole('radio', { name: 'Ana Moreno' }).waitFor()
  assert.deepEqual(complaints, [])
})
