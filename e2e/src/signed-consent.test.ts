// Permissions that a passkey signs, in a browser: Ana adds a passkey, signs what she allows Music, and does without it when she must.
import assert from 'node:assert/strict'
import { before } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { demoPassword } from '@parley/world/demo-history.ts'
import { startTestWorld, type TestWorld } from '@parley/world/test-world.ts'
import { keepPicture } from './keep-picture.ts'
import { lookAt } from './look-at.ts'
import { openSignedIn } from './open-signed-in.ts'
import type { OpenWindow } from './open-window.ts'
import { plugInAuthenticator } from './plug-in-authenticator.ts'
import { step } from './steps.ts'
import { tickActions } from './tick-actions.ts'
import { withBrowser } from './with-browser.ts'

let world: TestWorld
let browser: Browser
let anas: OpenWindow
let ana: Page
let device: Awaited<ReturnType<typeof plugInAuthenticator>>

before(async () => {
  ;[world, browser] = await withBrowser(startTestWorld({ people: 'demo' }))
  anas = await openSignedIn(browser, world.url, 'ana', { reducedMotion: 'reduce' })
  ana = anas.page
  device = await plugInAuthenticator(ana)
})

const openConsent = async (page: Page): Promise<void> => {
  await page.goto(world.music)
  await page.getByRole('button', { name: 'Log in with Parley' }).click()
  await page.getByRole('heading', { name: 'Music asks for a permission' }).waitFor()
  await tickActions(page, 'read', 'write')
  await page.getByRole('checkbox', { name: 'Ben Okafor' }).check()
}

const allow = (page: Page) => page.getByRole('button', { name: 'Allow', exact: true })
const without = (page: Page) => page.getByRole('button', { name: 'Allow without my passkey' })

const signatures = async (): Promise<boolean[]> => {
  const rows = await world.sql<{ signed: boolean }[]>`
    select c.signature is not null as signed from grants.consent c join grants.grant g on g.id = c.grant_id
    order by g.given_at`
  return rows.map(({ signed }) => signed)
}

const disconnect = async (page: Page): Promise<void> => {
  await page.goto(world.music)
  await page.context().clearCookies({ domain: new URL(world.music).hostname, name: /^music/ })
}

step('without a passkey Ana is told that only Parley confirms', async () => {
  await openConsent(ana)
  await ana.getByText('Only Parley confirms this permission.').waitFor()
  await lookAt(ana, 'sign-1-no-passkey')
  await allow(ana).click()
  await ana.getByRole('heading', { name: 'Hello, Ana Moreno' }).waitFor()
  assert.deepEqual(await signatures(), [false])
  await ana.goto(`${world.url}/apps`)
  await ana.getByText('Confirmed by Parley', { exact: true }).waitFor()
  await lookAt(ana, 'sign-2-confirmed-by-parley')
})

step('signed in a while ago, Ana adds a passkey only after her password', async () => {
  await world.sql`update people.session set confirmed_at = confirmed_at - interval '11 minutes'`
  await ana.getByRole('link', { name: 'Add a passkey' }).click()
  const section = ana.getByRole('region', { name: 'Passkeys' })
  await section.getByRole('button', { name: 'Add a passkey' }).click()
  const dialog = ana.getByRole('dialog', { name: 'Add a passkey' })
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await dialog.getByLabel('Your password').fill(demoPassword)
  await lookAt(ana, 'sign-3-confirm')
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await section.getByRole('listitem').waitFor()
})

step('Ana signs what she allows Music', async () => {
  await disconnect(ana)
  await openConsent(ana)
  await lookAt(ana, 'sign-4-with-passkey')
  await allow(ana).click()
  await ana.getByRole('heading', { name: 'Hello, Ana Moreno' }).waitFor()
  assert.deepEqual(await signatures(), [false, true])
  const [entry] = await world.sql<{ fits: boolean }[]>`
    select e.owner::json ->> 'signed' = encode(sha256(convert_to(c.signature, 'UTF8')), 'hex') as fits
    from log.entry e join grants.consent c on c.grant_id = e.grant_id where e.kind = 'give' order by e.id desc limit 1`
  assert.ok(entry?.fits)
  await ana.goto(`${world.url}/apps`)
  await ana.getByText('Signed with your passkey', { exact: true }).waitFor()
  await ana
    .getByRole('link', { name: /^Music/ })
    .first()
    .click()
  await ana.getByText('Signed with your passkey', { exact: true }).waitFor()
  await lookAt(ana, 'sign-5-signed')
})

step('a passkey that does not sign is no dead end', async () => {
  await disconnect(ana)
  await openConsent(ana)
  await ana
    .getByRole('group', { name: 'What may it do?' })
    .getByLabel(/^delete your/)
    .uncheck()
  await device.setPresent(false)
  await allow(ana).click()
  await ana
    .getByRole('alert')
    .getByText(/Your passkey did not sign, so nothing is allowed yet/)
    .waitFor()
  await lookAt(ana, 'sign-6-not-signed')
  assert.equal((await signatures()).length, 2)
  await without(ana).click()
  await ana.getByRole('heading', { name: 'Hello, Ana Moreno' }).waitFor()
  assert.deepEqual(await signatures(), [false, true, false])
  await device.setPresent(true)
  assert.deepEqual(anas.complaints, [])
})

step('without JavaScript Ana allows by the second button', async () => {
  const { page, complaints } = await openSignedIn(browser, world.url, 'ana', { javaScriptEnabled: false })
  await openConsent(page)
  await allow(page).click()
  await page.getByText(/Your passkey did not sign what is ticked now/).waitFor()
  await keepPicture(page, 'sign-7-no-script')
  await without(page).click()
  await page.getByRole('heading', { name: 'Hello, Ana Moreno' }).waitFor()
  assert.deepEqual(await signatures(), [false, true, false, false])
  assert.deepEqual(complaints, [])
})
