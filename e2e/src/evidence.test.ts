// What a person checks without trusting Parley, in the browser and with parley-verify; both notice when somebody edits the database.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { startTestWorld, type TestWorld } from '@parley/world/test-world.ts'
import { findBarriers } from './find-barriers.ts'
import { keepPicture } from './keep-picture.ts'
import { openSignedIn } from './open-signed-in.ts'
import { openWindow, type OpenWindow } from './open-window.ts'
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

const folder = await mkdtemp(join(tmpdir(), 'parley-evidence-'))
after(() => rm(folder, { recursive: true, force: true }))

const line = (sentence: string | RegExp): Locator => ana.getByRole('listitem').filter({ hasText: sentence }).first()
const check = (sentence: string | RegExp): Locator =>
  line(sentence).getByRole('button', { name: /^(Check|Checked|Problem found|Not checked)$/ })

/** What came out for a line, a sentence each. */
const outcome = async (sentence: string): Promise<string> =>
  (await line(sentence).getByRole('status').first().innerText()).replaceAll('\n', ' ')

const goToActivity = async (): Promise<void> => {
  await ana.goto(`${world.url}/activity`)
  await line('You connected Music.').waitFor()
}

let downloads = 0
const download = async (press: Locator): Promise<string> => {
  const [file] = await Promise.all([press.page().waitForEvent('download'), press.click()])
  const path = join(folder, `${++downloads}-${file.suggestedFilename()}`)
  await file.saveAs(path)
  return path
}

/** With the log's key from somewhere else than the file. */
const verify = (...args: string[]) => runVerifier(...args, '--log-key', world.log.vkey)

step('Ana connects Music and shares a song', async () => {
  await ana.goto(world.music)
  await ana.getByRole('button', { name: 'Log in with Parley' }).click()
  await tickActions(ana, 'read', 'write', 'delete')
  await ana.getByLabel(/names of the people/).check()
  await ana.getByRole('checkbox', { name: 'Ben Okafor' }).check()
  await ana.getByRole('button', { name: 'Allow' }).click()
  await ana.getByRole('heading', { name: 'Hello, Ana Moreno' }).waitFor()
  await ana.getByRole('link', { name: 'Share this song' }).click()
  await ana.getByRole('button', { name: 'Share' }).click()
  await ana.getByRole('link', { name: 'See the share' }).click()
  await ana.getByRole('heading', { name: 'Replies' }).waitFor()
})

step('Ben answers, Music reads it, and Ben sees in his own evidence that it did', async () => {
  const bens = await openSignedIn(browser, world.url, 'ben', { reducedMotion: 'reduce' })
  const { page: ben } = bens
  await ben.goto(`${world.url}/conversations`)
  await ben.getByRole('link', { name: /^Ana Moreno/ }).click()
  const song = ben.getByRole('list', { name: 'Messages' }).getByRole('listitem').filter({ hasText: 'via Music' }).last()
  await song.hover()
  await song.getByRole('button', { name: /^Actions for the message/ }).click()
  await ben.getByRole('menuitem', { name: 'Reply' }).click()
  await ben.getByRole('textbox', { name: 'Message Ana Moreno' }).fill('Played twice already.')
  await ben.keyboard.press('Enter')
  await ana.getByText('Played twice already.').waitFor()
  await ben.goto(`${world.url}/activity`)
  const reads = ben.getByRole('region', { name: 'Read by other people’s apps' })
  await reads
    .getByText(/^Music read [12] messages? of yours\.$/)
    .first()
    .waitFor()
  assert.deepEqual(await findBarriers(ben), [])
  await keepPicture(ben, 'evidence-0-friend')
  const file = await download(ben.getByRole('button', { name: 'Download all evidence' }))
  const { exit, said } = await verify('bundle', file)
  assert.equal(exit, 0, said)
  assert.match(said, /access(es)? came under permissions of other people/)
  assert.deepEqual(bens.complaints, [])
  await bens.context.close()
})

step('a line of Activity is checked in the browser, and everything about it holds', async () => {
  await goToActivity()
  await check('Music wrote 1 message').click()
  await line('Music wrote 1 message').getByRole('button', { name: 'Checked' }).waitFor()
  const said = await outcome('Music wrote 1 message')
  assert.match(said, /This is entry number [0-9]+ of [0-9]+ in the log\./)
  assert.match(said, /Parley’s signature on the log is good\./)
  assert.match(said, /No witness watches this log/)
  assert.match(said, /This browser saw the log for the first time\./)
  assert.match(said, /What you see here is exactly what was logged/)
  assert.match(said, /The app signed this request with its own key/)
  assert.doesNotMatch(said, /Problem/)
  assert.deepEqual(await findBarriers(ana), [])
  await keepPicture(ana, 'evidence-1-checked')
})

step('all lines that are shown are checked with one press', async () => {
  await ana.getByRole('button', { name: 'Check all shown' }).click()
  await ana
    .getByText(/^Checked [0-9]+ lines in this browser\. Each is in the log, exactly as it is shown here\.$/)
    .waitFor()
  assert.equal(await ana.getByRole('button', { name: 'Check', exact: true }).count(), 0)
  const again = await outcome('Music wrote 1 message')
  assert.match(again, /The log (has only grown since you last looked|is the same as when you last looked)/)
})

step('the file of the evidence is valid for parley-verify, whole, of one app, and of some days', async () => {
  const whole = await download(ana.getByRole('button', { name: 'Download all evidence' }))
  const { exit, said } = await verify('bundle', whole)
  assert.equal(exit, 0, said)
  assert.match(said, /^VALID/)
  await ana.getByText('Only some days').click()
  await ana.getByLabel('From').fill('2026-01-01')
  const period = await download(ana.getByRole('button', { name: 'Download these days' }))
  assert.equal((await verify('bundle', period)).exit, 0)
  await ana.goto(`${world.url}/apps`)
  await ana.getByRole('link', { name: /^Music/ }).click()
  const music = await download(ana.getByRole('button', { name: 'Download evidence about Music' }))
  assert.equal((await verify('bundle', music)).exit, 0)
})

step('the proof of one line is valid for parley-verify', async () => {
  await goToActivity()
  await check('Music wrote 1 message').click()
  const proof = await download(line('Music wrote 1 message').getByRole('button', { name: 'Download proof' }))
  const entry = await download(line('Music wrote 1 message').getByRole('button', { name: 'Download entry' }))
  assert.match(await readFile(proof, 'utf8'), /^c2sp\.org\/tlog-proof@v1\n/)
  const { exit, said } = await verify('tlog-proof', proof, '--entry', entry)
  assert.equal(exit, 0, said)
  assert.equal((await verify('tlog-proof', proof, '--entry', proof)).exit, 1)
})

/** Somebody with the database's own rights, who goes past the platform. */
const behindParley = async (change: (sql: TestWorld['sql'], entry: string) => PromiseLike<unknown>): Promise<void> => {
  const connection = await world.sql.reserve()
  try {
    const [row] = await connection<
      { id: string }[]
    >`select id from log.entry where kind = 'write' order by id desc limit 1`
    await change(connection, row!.id)
  } finally {
    connection.release()
  }
}

const honest: Record<string, unknown> = {}

step('somebody edits an entry in the database: the browser and parley-verify both notice', async () => {
  await behindParley(async (sql, id) => {
    const [row] = await sql<{ owner: string }[]>`select owner from log.entry where id = ${id}`
    honest['owner'] = row!.owner
    await sql`
      update log.entry set owner = regexp_replace(owner, '"why":"[^"]*"', '"why":"dpv:Marketing"') where id = ${id}`
  })
  await goToActivity()
  await check('Music wrote 1 message').click()
  await line('Music wrote 1 message').getByRole('button', { name: 'Problem found' }).waitFor()
  assert.match(
    await outcome('Music wrote 1 message'),
    /Problem: What Parley says of this line to you and the app is not what was logged\. \(V10\)/
  )
  await line('Music wrote 1 message').getByText('Something here is not as it was logged.').waitFor()
  assert.deepEqual(await findBarriers(ana), [])
  await keepPicture(ana, 'evidence-2-problem')
  await ana.getByRole('button', { name: 'Check all shown' }).click()
  await ana.getByText('1 line does not match the log.').waitFor()
  const file = await download(line('Music wrote 1 message').getByRole('button', { name: 'Download evidence' }))
  const { exit, said } = await verify('bundle', file)
  assert.equal(exit, 1, said)
  assert.match(said, /V10 broken +entry [0-9]+: What entry [0-9]+ is said to say to its owner is not what was logged\./)
})

step('put back as it was, everything holds again', async () => {
  await behindParley((sql, id) => sql`update log.entry set owner = ${honest['owner'] as string} where id = ${id}`)
  await check('Music wrote 1 message').click()
  await line('Music wrote 1 message').getByRole('button', { name: 'Check again' }).click()
  await line('Music wrote 1 message').getByRole('button', { name: 'Checked' }).waitFor()
  const file = await download(ana.getByRole('button', { name: 'Download all evidence' }))
  assert.equal((await verify('bundle', file)).exit, 0)
})

step('somebody dates an entry back: the browser says that the line is not what was logged', async () => {
  await behindParley((sql, id) => sql`update log.entry set at = at - interval '1 day' where id = ${id}`)
  await goToActivity()
  await check('Music wrote 1 message').click()
  await line('Music wrote 1 message').getByRole('button', { name: 'Problem found' }).waitFor()
  assert.match(await outcome('Music wrote 1 message'), /Problem: This line says .*, the log says .*\./)
  await behindParley((sql, id) => sql`update log.entry set at = at + interval '1 day' where id = ${id}`)
})

step('somebody takes an entry out of its place in the log: both notice', async () => {
  const swap = () =>
    behindParley(
      (sql, id) => sql`
        update log.leaf l set entry = (select o.entry from log.leaf o where o.idx = 0) where l.entry_id = ${id}`
    )
  await behindParley(async (sql, id) => {
    const [row] = await sql<{ entry: Buffer }[]>`select entry from log.leaf where entry_id = ${id}`
    honest['leaf'] = row!.entry
  })
  await swap()
  await goToActivity()
  await check('Music wrote 1 message').click()
  await line('Music wrote 1 message').getByRole('button', { name: 'Problem found' }).waitFor()
  assert.match(
    await outcome('Music wrote 1 message'),
    /Problem: This entry is not in the log as Parley shows it here\. \(V8\)/
  )
  const file = await download(ana.getByRole('button', { name: 'Download all evidence' }))
  const { exit, said } = await verify('bundle', file)
  assert.equal(exit, 1, said)
  assert.match(said, /V8 +broken/)
  await behindParley((sql, id) => sql`update log.leaf set entry = ${honest['leaf'] as Buffer} where entry_id = ${id}`)
})

step('the public page shows the log and checks it, also to somebody who is not signed in', async () => {
  const stranger = await openWindow(browser, { reducedMotion: 'reduce' })
  const { page } = stranger
  await page.goto(`${world.url}/sign-in`)
  await page.getByRole('link', { name: 'How Parley proves what apps do' }).click()
  await page.getByRole('heading', { name: 'Transparency' }).waitFor()
  await page.getByText('Parley’s signature on the log is good.').waitFor()
  await page.getByText('No witness is set up for this log.').waitFor()
  await page.getByText('The numbers as a table').click()
  await page
    .getByRole('row', { name: /^[0-9]+ [A-Z]/ })
    .first()
    .waitFor()
  const command = await page.getByText(`npx parley-verify log ${world.url}/log`).innerText()
  assert.ok(command.includes(`--log-key '${world.log.vkey}'`))
  const { exit, said } = await verify('log', `${world.url}/log`)
  assert.equal(exit, 0, said)
  assert.deepEqual(await findBarriers(page), [])
  await keepPicture(page, 'evidence-3-transparency')
  assert.deepEqual(stranger.complaints, [])
  await stranger.context.close()
})

/** As if this browser had seen more of the log than Parley shows now. */
const rememberLater = (): Promise<void> =>
  ana.evaluate(() => {
    const known = JSON.parse(localStorage.getItem('parley-log') ?? '') as { seen: { size: number } }
    known.seen.size += 100
    localStorage.setItem('parley-log', JSON.stringify(known))
  })

step('a log that became smaller is said on every page, until the person has decided', async () => {
  await rememberLater()
  await ana.goto(`${world.url}/transparency`)
  await ana.getByRole('heading', { name: 'Parley’s log has become smaller.' }).waitFor()
  await ana.getByText(/A log never becomes smaller/).waitFor()
  assert.deepEqual(await findBarriers(ana), [])
  await keepPicture(ana, 'evidence-4-alarm')
  const both = await download(ana.getByRole('button', { name: 'Download both statements' }))
  assert.match(await readFile(both, 'utf8'), /^Before:[^]*Now:[^]*\/log1/)
  await ana.goto(`${world.url}/conversations`)
  await ana.getByText('Do not rely on what is shown here until this is explained.').waitFor()
  assert.deepEqual(await findBarriers(ana), [])
  await keepPicture(ana, 'evidence-5-alarm-everywhere')
  await ana.getByRole('link', { name: 'What to do' }).click()
  await ana.getByRole('button', { name: 'Start again with this log' }).click()
  await ana.getByRole('alertdialog').getByRole('button', { name: 'Start again' }).click()
  await ana.getByText('This browser saw the log for the first time.').waitFor()
  assert.equal(await ana.getByRole('heading', { name: 'Parley’s log has become smaller.' }).count(), 0)
})

step('nothing was wrong on any page', async () => {
  assert.deepEqual(anas.complaints, [])
})
