// Unusual reading in a browser: the open page says it at once, one press stops the app, and an idle right goes with another.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { buildWeb } from '@parley/world/build-web.ts'
import { alertRound } from '@parley/world/test-alerts.ts'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { lookAt } from './look-at.ts'
import { openWindow, type OpenWindow } from './open-window.ts'
import { withBrowser } from './with-browser.ts'

let parley: TestPlatform
let browser: Browser
let ana: TestPerson
let conversation: string

before(async () => {
  await buildWeb()
  ;[parley, browser] = await withBrowser(startTestPlatform({ limitFactor: 1000 }))
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  await ben.post(`/api/conversations/${conversation}/messages`, { clientId: crypto.randomUUID(), text: 'Hello' })
})

const open = async (path: string): Promise<OpenWindow & { page: Page }> => {
  const window = await openWindow(browser, { reducedMotion: 'reduce' })
  const [name = '', value = ''] = ana.cookie.split('=')
  await window.context.addCookies([{ name, value, url: parley.url }])
  await window.page.goto(`${parley.url}${path}`)
  return window
}

const connect = async (clientId: string, name: string): Promise<TestActor> => {
  const app = await registerTestClient(parley, { clientId, name })
  return makeActor(parley, { actions: ['read', 'write', 'delete'] }, { person: ana, app })
}
const read = (actor: TestActor) => actor.get(`/v1/conversations/${conversation}/messages`)
const words = (page: Page, app: string) => page.getByRole('status').filter({ hasText: `${app} read 1 message` })

test('an open page tells of a first read at once, and one press stops the app', async () => {
  const music = await connect('music', 'Music')
  const { page, complaints } = await open(`/conversations/${conversation}`)
  const line = page.getByRole('textbox', { name: /^Message/ })
  await line.fill('While I write')
  assert.equal((await read(music)).status, 200)
  // The platform's own round, of which there is one every ten seconds; the other tests do not wait for it.
  await words(page, 'Music').waitFor({ timeout: 15_000 })
  // Nothing was taken from the person who writes.
  assert.equal(await line.evaluate((element) => element === document.activeElement), true)
  await lookAt(page, 'alert-1-first-read')
  const pause = page.getByRole('button', { name: 'Pause Music' })
  await pause.focus()
  await page.keyboard.press('Enter')
  await words(page, 'Music').waitFor({ state: 'detached' })
  assert.equal((await read(music)).body.code, 'grant_paused')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'page')
  await page.reload()
  await line.waitFor()
  assert.equal(await words(page, 'Music').count(), 0)
  assert.deepEqual(complaints, [])
  await page.context().close()
})

test('what is fine is said once', async () => {
  const films = await connect('films', 'Films')
  const { page } = await open('/friends')
  await read(films)
  await alertRound(parley)
  await words(page, 'Films').waitFor()
  await page.getByRole('button', { name: 'This is fine' }).click()
  await words(page, 'Films').waitFor({ state: 'detached' })
  assert.equal((await read(films)).status, 200)
  await page.context().close()
})

test('a right that lies idle for 30 days is pointed out and goes with one press', async () => {
  const notes = await connect('notes', 'Notes')
  await parley.sql`update grants.grant set given_at = given_at - interval '40 days' where id = ${notes.grant}`
  await read(notes)
  await alertRound(parley)
  assert.ok((await ana.get(`/api/grants/${notes.grant}`)).body.lastUsed.read)
  await parley.sql`select grants.note_uses(${[notes.grant]}::uuid[], array['write'], array[clock_timestamp() - interval '33 days'])`
  const { page } = await open(`/apps/${notes.grant}`)
  const rights = page.getByRole('region', { name: 'Rights not used for 30 days' })
  await rights.getByText('Notes may write messages; it has not for 33 days.').waitFor()
  await rights.getByText('Notes may delete messages; it never has.').waitFor()
  assert.equal(await rights.getByRole('listitem').count(), 2)
  await lookAt(page, 'alert-2-idle-rights')
  await rights.getByRole('button', { name: 'Take this away: Notes may delete messages' }).click()
  await rights.getByText('it never has').waitFor({ state: 'detached' })
  const { answers } = (await ana.get(`/api/grants/${notes.grant}`)).body
  assert.deepEqual(answers.actions, ['read', 'write'])
  assert.equal((await read(notes)).status, 200)
})

test('all alerts stay listed, and a kind that is made quiet is told nowhere else', async () => {
  const { page, complaints } = await open('/apps')
  await page.getByRole('link', { name: 'Alerts' }).click()
  await page.getByRole('heading', { name: 'Alerts', level: 1 }).waitFor()
  await page.getByText(/^Films read 1 message .* for the first time\.$/).waitFor()
  await lookAt(page, 'alert-3-all')
  await page.getByRole('link', { name: 'Choose' }).click()
  const section = page.getByRole('region', { name: 'Alerts' })
  const first = section.getByRole('checkbox', { name: 'reads for the first time' })
  await first.uncheck()
  await section.getByRole('combobox', { name: /^Night is from/ }).click()
  await page.getByRole('option', { name: /this device/ }).click()
  const choices = async () => (await ana.get('/api/alerts/choices')).body as { quiet: string[]; timeZone?: string }
  while ((await choices()).timeZone === undefined) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.deepEqual((await choices()).quiet, ['first_read'])
  await lookAt(page, 'alert-4-choices')
  const silent = await connect('silent', 'Silent')
  await read(silent)
  await alertRound(parley)
  await page.goto(`${parley.url}/alerts`)
  const item = page.getByRole('listitem').filter({ hasText: 'Silent read 1 message' })
  await item.getByText('Not told at once, as you chose').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Pause Silent' }).count(), 0)
  assert.deepEqual(complaints, [])
  await page.context().close()
})
