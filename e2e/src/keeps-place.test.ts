// A page keeps its place: the focus when what had it goes away, the end of a conversation under a banner, the page without a connection.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { buildWeb } from '@parley/world/build-web.ts'
import { makeActor } from '@parley/world/test-actor.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { press } from './hands.ts'
import { openWindow } from './open-window.ts'
import { withBrowser } from './with-browser.ts'

let parley: TestPlatform
let browser: Browser
let ana: TestPerson
let ben: TestPerson
let withBen: string

before(async () => {
  await buildWeb()
  ;[parley, browser] = await withBrowser(startTestPlatform({ limitFactor: 1000 }))
  ;[ana, ben] = [await signUpPerson(parley, 'ana'), await signUpPerson(parley, 'ben')]
  await befriend(ana, ben)
  withBen = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})

const say = async (text: string): Promise<void> => {
  await ana.post(`/api/conversations/${withBen}/messages`, { clientId: crypto.randomUUID(), text })
}

const open = async (path: string): Promise<Page> => {
  const { context, page } = await openWindow(browser, { reducedMotion: 'reduce' })
  const [name = '', value = ''] = ana.cookie.split('=')
  await context.addCookies([{ name, value, url: parley.url }])
  await page.goto(`${parley.url}${path}`)
  return page
}

const pressByKey = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).focus()
  await page.keyboard.press('Enter')
}

/** Waits until the focus is in what the selector names. */
const focusIn = (page: Page, selector: string): Promise<unknown> =>
  page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector, { timeout: 5000 })

test('who answered a request by key goes on at the next one, and then at the page', async () => {
  for (const handle of ['cara', 'dora']) {
    const person = await signUpPerson(parley, handle)
    await person.post('/api/friend-requests', { handle: 'ana' })
  }
  const page = await open('/friends')
  await pressByKey(page, 'Accept Cara')
  await page.getByRole('button', { name: 'Accept Cara' }).waitFor({ state: 'detached' })
  await focusIn(page, '[aria-labelledby="requests-in"]')
  await pressByKey(page, 'Decline Dora')
  await page.getByRole('heading', { name: 'Requests to you' }).waitFor({ state: 'detached' })
  await focusIn(page, '#page')
  await page.context().close()
})

test('who deleted a message by key is still at that message', async () => {
  await say('Forget that')
  const page = await open(`/conversations/${withBen}`)
  const message = page.getByRole('listitem').filter({ hasText: 'Forget that' })
  await message.getByRole('button', { name: /^Actions/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Delete for everyone' }).press('Enter')
  await pressByKey(page, 'Delete for everyone')
  await page.getByText('You deleted this message').waitFor()
  await focusIn(page, 'li[data-message]')
  await page.context().close()
})

test('who saved a name by key is still where the name is', async () => {
  const page = await open('/settings')
  await page.getByLabel('Name', { exact: true }).fill('Ana M.')
  await pressByKey(page, 'Save')
  await page.getByText('Name saved').first().waitFor()
  await focusIn(page, '[aria-labelledby="you"]')
  await page.context().close()
})

test('after the last page of a list it says so, where the button was', async () => {
  const actor = await makeActor(parley, { actions: ['read'] }, { person: ana })
  await say('Read this')
  for (let n = 0; n < 60; n++) await actor.get(`/v1/conversations/${withBen}/messages?limit=1`)
  const page = await open('/activity')
  const more = page.getByRole('button', { name: /^(Earlier|Show|Loading)/ })
  await more.waitFor()
  await more.focus()
  while (await more.isVisible()) {
    await page.keyboard.press('Enter')
    await page.waitForTimeout(300)
  }
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'That is all.')
  await page.context().close()
})

test('a conversation stays at its end when a banner comes in the frame after it scrolled there', async () => {
  for (let n = 0; n < 40; n++) await say(`Line ${n}`)
  const page = await open(`/conversations/${withBen}`)
  await page.getByRole('list', { name: 'Messages' }).getByText('Line 39').waitFor()
  const toEnd = () =>
    page.evaluate(() => {
      const box = document.querySelector('.messages-box')!
      return Math.round(box.scrollHeight - box.scrollTop - box.clientHeight)
    })
  assert.equal(await toEnd(), 0)
  // Something grows, the list follows its end, and the box is smaller before the event of that scroll is sent.
  await page.evaluate(() => {
    const list = document.querySelector<HTMLElement>('.messages-list')!
    let seen = 0
    new ResizeObserver(() => {
      seen += 1
      if (seen === 1) list.style.height = `${list.offsetHeight + 300}px`
      else document.querySelector<HTMLElement>('.conversation-head')!.style.minHeight = '250px'
    }).observe(list)
  })
  await page.waitForTimeout(300)
  assert.equal(await toEnd(), 0)
  await page.context().close()
})

test('a page without a connection says so, and comes by itself with the connection', async () => {
  const page = await open('/settings')
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
  // The code of the other pages is fetched beforehand.
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => /friends-page-[^/]*\.js$/.test(name))
  )
  await page.context().setOffline(true)
  await page.getByRole('link', { name: 'Friends' }).click()
  await page.getByText('Parley cannot be reached.').first().waitFor()
  await page.context().setOffline(false)
  await page.getByText('@ben').first().waitFor()
  await page.context().close()
})

test('a page whose code does not come blames the connection, and no fault of its own', async () => {
  const page = await open('/friends')
  await page.getByText('@ben').first().waitFor()
  await page.route(/settings-page-[^/]*\.js$/, (route) => route.abort())
  await page.reload()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('heading', { name: 'This page did not come' }).waitFor()
  await page.unroute(/settings-page-[^/]*\.js$/)
  await press(page, 'Load it again')
  await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor()
  await page.context().close()
})

test('who signs up with something wrong is taken to the first field that is wrong', async () => {
  const { context, page } = await openWindow(browser)
  await page.goto(`${parley.url}/sign-up`)
  await page.getByLabel('Name', { exact: true }).fill('Eve')
  await page.getByLabel('Handle').fill('No!')
  await page.getByLabel('Password').fill('lantern meadow 27 quartz')
  await page.keyboard.press('Enter')
  await focusIn(page, '[name="handle"]')
  await page.getByLabel('Handle').fill('eve')
  await press(page, 'Create account')
  await page.getByRole('heading', { name: 'Messages' }).waitFor()
  await context.close()
})
