// What a person typed wrongly is told to them: a group that lacks something, a message that is too long, an address of the login.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { buildWeb } from '@parley/world/build-web.ts'
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
})

const open = async (path: string): Promise<OpenWindow & { page: Page }> => {
  const window = await openWindow(browser, { reducedMotion: 'reduce' })
  const [name = '', value = ''] = ana.cookie.split('=')
  await window.context.addCookies([{ name, value, url: parley.url }])
  await window.page.goto(`${parley.url}${path}`)
  return window
}
const hasFocus = (element: Element) => element === document.activeElement

test('a group that lacks something can be pressed for, and says what, where it is missing', async () => {
  const { page, complaints } = await open('/conversations/new-group')
  const create = page.getByRole('button', { name: /^Create group/ })
  const name = page.getByRole('textbox', { name: 'Name of the group' })
  await create.click()
  await page.getByText('Write a name for the group.').waitFor()
  await page.getByText('Choose at least one friend.').waitFor()
  assert.equal(await name.evaluate(hasFocus), true)
  await lookAt(page, 'wrong-1-group')
  await name.fill('Sunday')
  await page.getByText('Write a name for the group.').waitFor({ state: 'detached' })
  await create.click()
  const ben = page.getByRole('checkbox', { name: /Ben/ })
  assert.equal(await ben.evaluate(hasFocus), true)
  await page.keyboard.press('Space')
  await page.getByText('Choose at least one friend.').waitFor({ state: 'detached' })
  await create.click()
  await page.getByRole('textbox', { name: 'Message Sunday' }).waitFor()
  assert.deepEqual(complaints, [])
  await page.context().close()
})

test('a message that is too long is said when that begins, after a pause and when it ends, not at each key', async () => {
  const { page } = await open(`/conversations/${conversation}`)
  const line = page.getByRole('textbox', { name: /^Message/ })
  await line.fill('a'.repeat(3999))
  const heard = page.locator('.composer [role=status]')
  await heard.evaluate((element) => {
    const said: string[] = []
    Object.assign(window, { said })
    new MutationObserver(() => said.push(element.textContent)).observe(element, {
      subtree: true,
      childList: true,
      characterData: true
    })
  })
  const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said)
  await line.pressSequentially('bcdefg')
  await page.getByText('5 characters too long').first().waitFor()
  assert.deepEqual(await said(), ['1 character too long'])
  await page.waitForTimeout(1500)
  assert.deepEqual((await said()).slice(1), ['5 characters too long'])
  for (let i = 0; i < 5; i++) await page.keyboard.press('Backspace')
  await heard.getByText('Short enough to send').waitFor()
  assert.deepEqual((await said()).slice(2), ['Short enough to send'])
  assert.equal(await page.locator('.composer [role=alert]').count(), 0)
  await page.context().close()
})

test('a mistyped address of the login is a page that says so', async () => {
  const { page, complaints } = await open('/oauth/autorize')
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
  await lookAt(page, 'wrong-2-address')
  assert.deepEqual(complaints, [])
  await page.context().close()
})
