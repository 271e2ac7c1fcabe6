// The receipts of what a person changed: saved in the browser where it was changed, and judged beside the evidence by parley-verify.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { logCaughtUp } from '@parley/world/test-log.ts'
import { startTestWorld, type TestWorld } from '@parley/world/test-world.ts'
import { findBarriers } from './find-barriers.ts'
import { keepPicture } from './keep-picture.ts'
import { openSignedIn } from './open-signed-in.ts'
import type { OpenWindow } from './open-window.ts'
import { runVerifier } from './run-verifier.ts'
import { step } from './steps.ts'
import { tickActions } from './tick-actions.ts'
import { withBrowser } from './with-browser.ts'

let world: TestWorld
let browser: Browser
let anas: OpenWindow
let ana: Page

before(async () => {
  ;[world, browser] = await withBrowser(startTestWorld({ people: 'demo' }))
  anas = await openSignedIn(browser, world.url, 'ana', { reducedMotion: 'reduce' })
  ana = anas.page
})

const folder = await mkdtemp(join(tmpdir(), 'parley-receipts-'))
after(() => rm(folder, { recursive: true, force: true }))

const download = async (press: Locator): Promise<string> => {
  const [file] = await Promise.all([ana.waitForEvent('download'), press.click()])
  const path = join(folder, file.suggestedFilename())
  await file.saveAs(path)
  return path
}

/** With the log's key from somewhere else than the file. */
const verify = (...args: string[]) => runVerifier(...args, '--log-key', world.log.vkey)

step('Ana connects Music', async () => {
  await ana.goto(world.music)
  await ana.getByRole('button', { name: 'Log in with Parley' }).click()
  await tickActions(ana, 'read', 'write')
  await ana.getByRole('checkbox', { name: 'Ben Okafor' }).check()
  await ana.getByRole('button', { name: 'Allow' }).click()
  await ana.getByRole('heading', { name: 'Hello, Ana Moreno' }).waitFor()
})

step('the receipts of what Ana changed about Music hold beside her evidence', async () => {
  await ana.setViewportSize({ width: 390, height: 844 })
  await ana.goto(`${world.url}/apps`)
  await ana.getByRole('link', { name: /^Music/ }).click()
  const pausing = ana.getByRole('region', { name: 'Pause', exact: true })
  await pausing.getByRole('button', { name: 'Pause Music' }).click()
  const one = ana.getByRole('button', { name: 'Save the receipt' })
  await one.scrollIntoViewIfNeeded()
  assert.deepEqual(await findBarriers(ana), [])
  await keepPicture(ana, 'receipts-1-app')
  assert.match(await download(one), /changed-music\.parley-receipts\.json$/)
  await pausing.getByRole('button', { name: 'Resume Music' }).click()
  await ana.getByRole('button', { name: 'Save the 2 receipts' }).waitFor()
  await ana.getByRole('button', { name: 'Revoke' }).click()
  await ana.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  const receipts = await download(ana.getByRole('button', { name: 'Save the 3 receipts' }))
  await logCaughtUp(world.sql)
  const evidence = await download(ana.getByRole('button', { name: 'Download evidence about Music' }))
  const { exit, said } = await verify('bundle', evidence, '--receipts', receipts)
  assert.equal(exit, 0, said)
  const bent = join(folder, 'bent.json')
  await writeFile(bent, (await readFile(receipts, 'utf8')).replace(/\\n[0-9a-f]{8}-/, '\\n00000000-'))
  assert.equal((await verify('bundle', evidence, '--receipts', bent)).exit, 1, 'a receipt that Parley did not sign')
})

step('so do those of what she hides from apps, and lets them read again', async () => {
  await ana.goto(`${world.url}/settings`)
  const hidden = ana.getByRole('region', { name: 'Hidden from apps' })
  await hidden.getByRole('button', { name: 'Hide all my messages from all apps' }).click()
  await ana.getByRole('alertdialog').getByRole('button', { name: 'Hide them' }).click()
  const one = hidden.getByRole('button', { name: 'Save the receipt' })
  await one.scrollIntoViewIfNeeded()
  await keepPicture(ana, 'receipts-2-hidden')
  await hidden.getByRole('button', { name: /^Undo/ }).click()
  // With the keyboard alone.
  const save = hidden.getByRole('button', { name: 'Save the 2 receipts' })
  await save.focus()
  const [file] = await Promise.all([ana.waitForEvent('download'), ana.keyboard.press('Enter')])
  const receipts = join(folder, file.suggestedFilename())
  await file.saveAs(receipts)
  await ana.setViewportSize({ width: 1280, height: 800 })
  await logCaughtUp(world.sql)
  await ana.goto(`${world.url}/activity`)
  const evidence = await download(ana.getByRole('button', { name: 'Download all evidence' }))
  const { exit, said } = await verify('bundle', evidence, '--receipts', receipts)
  assert.equal(exit, 0, said)
})

step('nothing was wrong on any page', async () => {
  assert.deepEqual(anas.complaints, [])
})
