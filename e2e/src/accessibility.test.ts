// Every main page of Parley, of its login and of Music: no barriers, no errors on the console, nothing against its own policy.
import assert from 'node:assert/strict'
import { afterEach, before, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { startTestWorld, type TestWorld } from '@parley/world/test-world.ts'
import { findBarriers } from './find-barriers.ts'
import { keepPicture } from './keep-picture.ts'
import { openSignedIn } from './open-signed-in.ts'
import { openWindow, type OpenWindow } from './open-window.ts'
import { tickActions } from './tick-actions.ts'
import { withBrowser } from './with-browser.ts'

let world: TestWorld
let browser: Browser
let strangers: OpenWindow
let anas: OpenWindow

before(async () => {
  ;[world, browser] = await withBrowser(startTestWorld({ people: 'demo' }))
  ;[strangers, anas] = await Promise.all([openWindow(browser, still), openSignedIn(browser, world.url, 'ana', still)])
})

const still = { reducedMotion: 'reduce' } as const
const found: string[] = []

const pass = async (page: Page, name: string, ready: Locator): Promise<void> => {
  await ready.first().waitFor()
  await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
  const barriers = await findBarriers(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await keepPicture(page, `dark-${name}`)
  found.push(...barriers.map((barrier) => `${name}, ${barrier}`))
}

afterEach(() => assert.deepEqual(found.splice(0), []))

const heading = (page: Page, name: string | RegExp): Locator => page.getByRole('heading', { name })

test('pages for people who are not signed in', async () => {
  const { page } = strangers
  await page.goto(`${world.url}/sign-in`)
  await pass(page, 'sign-in', heading(page, 'Sign in'))
  await page.goto(`${world.url}/sign-up`)
  await page.getByRole('button', { name: 'Create account', exact: true }).click()
  await pass(page, 'sign-up', page.getByText('Write the name that your friends will see.'))
  await page.goto(`${world.url}/transparency`)
  await pass(page, 'transparency', page.getByText('Parley’s signature on the log is good.'))
  await page.goto(world.music)
  await pass(page, 'music-landing', heading(page, /Play it/))
  await page.getByRole('button', { name: 'Log in with Parley' }).click()
  await pass(page, 'login-sign-in', heading(page, 'Sign in to Parley'))
  assert.deepEqual(strangers.complaints, [])
})

test('consent, and Music with a permission', async () => {
  const { page } = anas
  await page.goto(world.music)
  await page.getByRole('button', { name: 'Log in with Parley' }).click()
  await tickActions(page, 'read', 'write', 'delete')
  await page.getByLabel(/names of the people/).check()
  await page.getByRole('checkbox', { name: 'Ben Okafor' }).check()
  await pass(page, 'consent', heading(page, 'Music asks for a permission'))
  await page.getByRole('button', { name: 'Allow' }).click()
  await pass(page, 'music-listen', heading(page, 'Hello, Ana Moreno'))
  await page.getByRole('link', { name: 'Share this song' }).click()
  await pass(page, 'music-share-form', page.getByRole('dialog', { name: 'Share a song' }))
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByRole('link', { name: 'See the share' }).click()
  await pass(page, 'music-share', heading(page, 'Replies'))
  for (const name of ['History', 'Shares', 'Settings']) {
    await page.getByRole('link', { name }).click()
    await pass(page, `music-${name.toLowerCase()}`, heading(page, name))
  }
  assert.deepEqual(anas.complaints, [])
})

test('pages for people who are signed in', async () => {
  const { page } = anas
  await page.goto(`${world.url}/conversations`)
  await pass(page, 'messages', heading(page, 'Choose a conversation'))
  await page.getByRole('link', { name: /^Ben Okafor/ }).click()
  await pass(page, 'conversation', page.getByRole('region', { name: /^Song/ }))
  await page.getByRole('link', { name: 'Details' }).click()
  await pass(page, 'details', heading(page, 'Apps here'))
  await page.getByRole('link', { name: /apps? can read here/ }).click()
  await pass(page, 'apps-here', heading(page, 'Your messages here'))
  await page.getByRole('button', { name: 'Hide my messages from Music' }).click()
  await pass(page, 'hide', page.getByRole('dialog', { name: 'Hide my messages from Music' }))
  await page.goto(`${world.url}/apps`)
  await pass(page, 'apps', page.getByRole('link', { name: /^Music/ }))
  await page.getByRole('link', { name: /^Music/ }).click()
  await pass(page, 'app', heading(page, 'What it can see right now'))
  await page.getByRole('button', { name: 'Pause in one conversation' }).click()
  await pass(page, 'pause', page.getByRole('dialog', { name: 'Where should Music pause?' }))
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Narrow: where' }).click()
  await pass(page, 'narrow', page.getByRole('dialog', { name: 'Where?' }))
  const addresses: [string, string][] = [
    ['activity', 'Activity'],
    ['friends', 'Your friends'],
    ['friends/blocked', 'Nobody is blocked'],
    ['settings', 'Where you are signed in'],
    ['conversations/new', 'New conversation'],
    ['conversations/new-group', 'New group'],
    ['nowhere', 'There is no such page']
  ]
  for (const [address, title] of addresses) {
    await page.goto(`${world.url}/${address}`)
    await pass(page, address.replace('/', '-'), heading(page, title))
  }
  assert.deepEqual(anas.complaints, [])
})
