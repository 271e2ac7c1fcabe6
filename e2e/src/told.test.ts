// A friend is told of an app that reads: at once if they wish, in the conversation, and afterwards how many of their messages it read.
import assert from 'node:assert/strict'
import { before } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { callAsApp } from '@parley/world/test-app-call.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { connectTestApp, openTestApp } from '@parley/world/test-login.ts'
import { startTestWorld, type TestWorld } from '@parley/world/test-world.ts'
import { findBarriers } from './find-barriers.ts'
import { keepPicture } from './keep-picture.ts'
import { openSignedIn } from './open-signed-in.ts'
import type { OpenWindow } from './open-window.ts'
import { step } from './steps.ts'
import { withBrowser } from './with-browser.ts'

let world: TestWorld
let browser: Browser
let anas: OpenWindow
let bens: OpenWindow
let ben: Page

before(async () => {
  ;[world, browser] = await withBrowser(startTestWorld({ people: 'demo' }))
  ;[anas, bens] = await Promise.all([
    openSignedIn(browser, world.url, 'ana'),
    openSignedIn(browser, world.url, 'ben', { reducedMotion: 'reduce' })
  ])
  ben = bens.page
})
/** Ana lets a new app read everywhere; the app then reads all that is new to it. */
const connect = async (clientId: string, name: string): Promise<() => Promise<number>> => {
  const app = await openTestApp(world, await registerTestClient(world, { clientId, name }))
  const cookie = (await anas.context.cookies(world.url)).map(({ name, value }) => `${name}=${value}`).join('; ')
  const ask = {
    details: [
      { actions: ['read' as const], where: 'all' as const, messages: 'any' as const, from: 'all_history' as const }
    ]
  }
  const tick = { action: ['read'], where: ['all'], messages: ['any'], from: ['all_history'] }
  const tokens = await connectTestApp(world, { cookie }, app, ask, 'Allow', { tick })
  return async () => (await callAsApp(app, tokens, new URL('/v1/changes?limit=100', world.url))).status
}
let read: () => Promise<number>

step('Ben is told at once, wherever he is, that Ana connected an app that reads', async () => {
  await ben.goto(`${world.url}/friends`)
  await ben.getByText('Ana Moreno').first().waitFor()
  read = await connect('notes', 'Notes')
  await ben.getByText(/^Ana Moreno connected Notes, which can read in /).waitFor()
})

step('the conversation says it, too, and nothing counts as unread', async () => {
  await ben.goto(`${world.url}/conversations`)
  await ben
    .getByRole('link', { name: /^Ana Moreno/ })
    .first()
    .click()
  await ben
    .getByText('Ana Moreno connected Notes: it can read what is written here, and what was written before')
    .waitFor()
  await keepPicture(ben, 'told-0-line')
  assert.deepEqual(await findBarriers(ben), [])
})

step('after the app has read, Ben sees how many of his messages, and when', async () => {
  assert.equal(await read(), 200)
  const day = ben.getByRole('region', { name: 'Read by other people’s apps' }).getByRole('listitem')
  await assertSoon(ben, () => day.filter({ hasText: /Notes read \d+ messages? of yours\./ }).count())
  const row = day.filter({ hasText: 'Notes read' }).first()
  await row.getByRole('button', { name: 'Exact times' }).click()
  await row.getByRole('link', { name: 'Conversation' }).first().waitFor()
  await keepPicture(ben, 'told-1-times')
  assert.deepEqual(await findBarriers(ben), [])
})

/** The log takes a moment to have an entry. */
const assertSoon = async (page: Page, count: () => Promise<number>): Promise<void> => {
  for (let tries = 0; tries < 20; tries++) {
    await page.goto(`${world.url}/activity`)
    await page.getByRole('heading', { name: 'Evidence' }).waitFor()
    if ((await count()) > 0) return
  }
  assert.fail('It did not come')
}

step('who does not wish to be told at once is told by the line alone', async () => {
  await ben.goto(`${world.url}/settings`)
  const tick = ben.getByLabel('Also tell me at once, wherever I am in Parley')
  const saved = ben.waitForResponse((answer) => answer.url().endsWith('/hears-of-readers') && answer.ok())
  await tick.uncheck()
  await saved
  await ben.reload()
  assert.equal(await tick.isChecked(), false)
  await ben.goto(`${world.url}/conversations`)
  await ben
    .getByRole('link', { name: /^Ana Moreno/ })
    .first()
    .click()
  await connect('diary', 'Diary')
  await ben.getByText(/^Ana Moreno connected Diary: it can read/).waitFor()
  assert.equal(await ben.getByText(/connected Diary, which can read/).count(), 0)
  assert.deepEqual([...anas.complaints, ...bens.complaints], [])
})
