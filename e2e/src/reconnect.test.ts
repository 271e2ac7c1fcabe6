// A server that goes away and comes back between messages: nothing is lost, and nothing stands on the screen twice.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { buildWeb } from '@parley/world/build-web.ts'
import { openTestDatabase, type TestDatabase } from '@parley/world/test-database.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { freePort, startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { keepPicture } from './keep-picture.ts'
import { openWindow } from './open-window.ts'
import { withBrowser } from './with-browser.ts'

let database: TestDatabase
let port: number
let platform: TestPlatform | undefined
let browser: Browser

const start = async (): Promise<TestPlatform> => (platform = await startTestPlatform({ port }, database))
const stop = async (): Promise<void> => {
  await platform?.close()
  platform = undefined
}

/** A database and a port for one platform after the other. */
const findGround = async () => {
  const database = await openTestDatabase()
  const close = async (): Promise<void> => {
    await stop()
    await database.drop()
  }
  return { database, port: await freePort(), close }
}

before(async () => {
  await buildWeb()
  ;[{ database, port }, browser] = await withBrowser(findGround())
})

const open = async (url: string, person: TestPerson, conversation: string): Promise<Page> => {
  const { context, page } = await openWindow(browser)
  const [name = '', value = ''] = person.cookie.split('=')
  await context.addCookies([{ name, value, url }])
  await page.goto(`${url}/conversations/${conversation}`)
  await page.getByRole('list', { name: 'Messages' }).waitFor()
  return page
}

const say = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: /^Message/ }).fill(text)
  await page.keyboard.press('Enter')
}

const texts = (page: Page): Promise<string[]> =>
  page
    .getByRole('list', { name: 'Messages' })
    .getByText(/^(Before|During|Since|After) \d$/)
    .allInnerTexts()

const waitFor = (page: Page, text: string): Promise<void> =>
  page.getByRole('list', { name: 'Messages' }).getByText(text, { exact: true }).waitFor({ timeout: 20_000 })

test('what two people write around two restarts arrives once, in one order', async () => {
  const { url } = await start()
  const [ana, ben] = [await signUpPerson(platform!, 'ana'), await signUpPerson(platform!, 'ben')]
  await befriend(ana, ben)
  const { body } = await ana.post('/api/conversations', { kind: 'direct', person: ben.id })
  const [anas, bens] = await Promise.all([open(url, ana, body.id), open(url, ben, body.id)])

  await say(anas, 'Before 1')
  await waitFor(bens, 'Before 1')
  await stop()
  await anas.getByText('Reconnecting').waitFor()
  await say(anas, 'During 1')
  await say(anas, 'During 2')
  await say(bens, 'During 3')
  await anas.getByText('Waiting for the connection').waitFor()
  assert.equal(await anas.getByText('Sending', { exact: true }).count(), 0, 'one word for one state')
  await anas.getByRole('link', { name: /You: During 2/ }).waitFor()
  await keepPicture(anas, 'reconnect-1-waiting')
  await start()
  for (const page of [anas, bens]) for (const n of [1, 2, 3]) await waitFor(page, `During ${n}`)
  await anas.getByText('Reconnecting').waitFor({ state: 'detached' })

  // Somebody who looks away while the server restarts misses nothing either.
  await stop()
  await start()
  await say(bens, 'Since 1')
  await say(bens, 'Since 2')
  for (const page of [anas, bens]) await waitFor(page, 'Since 2')
  await say(anas, 'After 1')
  await waitFor(bens, 'After 1')
  const seen = await texts(anas)
  assert.deepEqual([...seen].sort(), ['After 1', 'Before 1', 'During 1', 'During 2', 'During 3', 'Since 1', 'Since 2'])
  assert.deepEqual(await texts(bens), seen)
  assert.ok(seen.indexOf('During 1') < seen.indexOf('During 2'), 'in the order of writing')
  await bens.reload()
  await waitFor(bens, 'After 1')
  assert.deepEqual(await texts(bens), seen)
  await keepPicture(bens, 'reconnect-2-afterwards')
})
