// The whole job in a browser: two people, a music app, one permission from its consent to its end.
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startTestWorld, type TestWorld } from '@parley/world/test-world.ts'
import { keepPicture } from './keep-picture.ts'
import { openBrowser } from './open-browser.ts'
import { openWindow, type OpenWindow } from './open-window.ts'
import { step } from './steps.ts'

let world: TestWorld
let browser: Browser
let anas: OpenWindow
let bens: OpenWindow
/** Ana in Parley, Ana in Music, Ben in Parley. */
let ana: Page
let music: Page
let ben: Page

before(async () => {
  ;[world, browser] = await Promise.all([startTestWorld({ people: 'nobody' }), openBrowser()])
  ;[anas, bens] = await Promise.all([openWindow(browser), openWindow(browser)])
  ana = anas.page
  ben = bens.page
})

after(async () => {
  await browser?.close()
  await world?.close()
})

const see = async (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor()

const signUp = async (page: Page, name: string, handle: string): Promise<void> => {
  await page.goto(world.url)
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.getByRole('heading', { name: 'Create an account' }).waitFor()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Handle').fill(handle)
  await page.getByLabel('Password').fill('seven quiet ferries')
  await page.getByRole('button', { name: 'Create account', exact: true }).click()
  await page.getByRole('heading', { name: 'No conversations yet' }).waitFor()
}

step('Ana and Ben sign up', async () => {
  await signUp(ana, 'Ana Moreno', 'ana')
  await keepPicture(ana, '01-ana-signed-up')
  await signUp(ben, 'Ben Okafor', 'ben')
})

step('Ben accepts the request of Ana, which shows without loading the page again', async () => {
  await ana.getByRole('link', { name: 'Add friends' }).click()
  await ana.getByLabel('By handle').fill('@ben')
  await ana.getByRole('button', { name: 'Ask' }).click()
  await ana.getByRole('region', { name: 'Requests you sent' }).getByText('Ben Okafor').waitFor()
  await ben.getByRole('link', { name: /^Friends, 1 request/ }).click()
  await keepPicture(ben, '02-ben-is-asked')
  await ben.getByRole('button', { name: 'Accept Ana Moreno' }).click()
  await ben.getByRole('region', { name: 'Your friends' }).getByText('Ana Moreno').waitFor()
  await ana.getByRole('region', { name: 'Your friends' }).getByText('Ben Okafor').waitFor()
})

const say = async (page: Page, to: string, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: `Message ${to}` }).fill(text)
  await page.keyboard.press('Enter')
}
const message = (page: Page, text: string) =>
  page.getByRole('list', { name: 'Messages' }).getByRole('listitem').filter({ hasText: text })

step('they write to each other and see it at once', async () => {
  await ana.getByRole('button', { name: 'Write to Ben Okafor' }).click()
  await say(ana, 'Ben Okafor', 'Hello Ben, do you hear me?')
  await message(ana, 'Hello Ben').getByText('Sent').waitFor()
  await ben.getByRole('link', { name: 'Messages, 1 unread' }).click()
  await ben.getByRole('link', { name: /Ana Moreno.*Hello Ben.*1 unread/ }).click()
  await message(ben, 'Hello Ben, do you hear me?').waitFor()
  await say(ben, 'Ana Moreno', 'Loud and clear.')
  await message(ana, 'Loud and clear.').waitFor()
  await ben.getByRole('link', { name: 'Messages', exact: true }).waitFor()
  await keepPicture(ana, '03-they-write')
})

step('Music shows what it is and asks Ana to log in with Parley', async () => {
  music = await anas.context.newPage()
  await music.goto(world.music)
  await keepPicture(music, '04-music-landing')
  await music.getByRole('button', { name: 'Log in with Parley' }).click()
  await see(music, 'Music asks for a permission')
  await keepPicture(music, '05-consent')
})

step('nothing was wrong on any page', async () => {
  assert.deepEqual([...anas.complaints, ...bens.complaints], [])
})
