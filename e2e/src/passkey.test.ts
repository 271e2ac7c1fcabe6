// Passkeys in a browser with a virtual authenticator: signing up, in the web client and on the way to an app.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { startTestWorld, type TestWorld } from '@parley/world/test-world.ts'
import { keepPicture } from './keep-picture.ts'
import { openWindow } from './open-window.ts'
import { plugInAuthenticator } from './plug-in-authenticator.ts'
import { withBrowser } from './with-browser.ts'

let world: TestWorld
let browser: Browser

before(async () => {
  ;[world, browser] = await withBrowser(startTestWorld({ people: 'nobody' }))
})

test('a person without a password signs up, out and in, and logs in to an app', async () => {
  const { page, complaints } = await openWindow(browser)
  await plugInAuthenticator(page)
  await page.goto(`${world.url}/sign-up`)
  await page.getByLabel('Name', { exact: true }).fill('Ana Moreno')
  await page.getByLabel('Handle').fill('ana')
  await keepPicture(page, 'passkey-1-sign-up')
  await page.getByRole('button', { name: 'Create account with a passkey' }).click()
  await page.getByRole('heading', { name: 'No conversations yet' }).waitFor()

  const signOut = async (): Promise<void> => {
    await page.goto(`${world.url}/settings`)
    await page
      .getByRole('button', { name: /^Sign out/ })
      .first()
      .click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  }
  await page.goto(`${world.url}/settings`)
  await page.getByRole('region', { name: 'Passkeys' }).getByRole('listitem').waitFor()
  await keepPicture(page, 'passkey-2-settings')
  await signOut()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('heading', { name: 'No conversations yet' }).waitFor()

  await signOut()
  await page.goto(world.music)
  await page.getByRole('button', { name: 'Log in with Parley' }).click()
  await page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('heading', { name: 'Music asks for a permission' }).waitFor()
  assert.deepEqual(complaints, [])
})
