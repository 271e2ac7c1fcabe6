// Watching in a browser: a film from the player and from a media server, to a friend once, the answer back, a television, and the end.
import assert from 'node:assert/strict'
import { before } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startTestWorld, type TestWorld } from '@parley/world/test-world.ts'
import { findBarriers } from './find-barriers.ts'
import { card, press, see } from './hands.ts'
import { keepPicture } from './keep-picture.ts'
import { openBeside } from './open-beside.ts'
import { openSignedIn } from './open-signed-in.ts'
import { openWindow, type OpenWindow } from './open-window.ts'
import { step } from './steps.ts'
import { tickActions } from './tick-actions.ts'
import { withBrowser } from './with-browser.ts'

let world: TestWorld
let browser: Browser
let anas: OpenWindow
let bens: OpenWindow
let tvs: OpenWindow
/** Ana in Parley, Ana in Watching, Ben in Parley, and a television. */
let ana: Page
let app: Page
let ben: Page
let tv: Page
/** Watching's own address, and the secret one for Ana's media server. */
let watching: string
let hook: string

before(async () => {
  ;[world, browser] = await withBrowser(startTestWorld({ people: 'demo', apps: ['music', 'watching'] }))
  watching = world.music.replace(/\d+$/, (port) => String(Number(port) + 1))
  ;[anas, bens, tvs] = await Promise.all([
    openSignedIn(browser, world.url, 'ana'),
    openSignedIn(browser, world.url, 'ben'),
    openWindow(browser, { viewport: { width: 1920, height: 1080 } })
  ])
  ana = anas.page
  app = await openBeside(anas)
  ben = bens.page
  tv = tvs.page
})
const messages = (page: Page) => page.getByRole('list', { name: 'Messages' }).getByRole('listitem')
const cards = (page: Page) => messages(page).getByRole('region', { name: /^(Film|Episode):/ })

const connect = async (page: Page): Promise<void> => {
  await tickActions(page, 'read', 'write')
  const kinds = page.getByRole('group', { name: 'Which kinds of message?' })
  for (const kind of ['texts', 'films', 'episodes']) await kinds.getByLabel(kind).check()
  await page.getByLabel(/names of the people/).check()
  await page.getByRole('checkbox', { name: 'Ben Okafor' }).check()
  await page.getByRole('button', { name: 'Allow' }).click()
}

const goTo = (place: string): Promise<void> =>
  app.getByRole('navigation', { name: 'Watching' }).getByRole('link', { name: place }).click()

step('Ana logs in and is asked for the least: no deleting, and films, episodes and texts only', async () => {
  await app.goto(watching)
  await app.getByRole('heading', { name: /Seen it/ }).waitFor()
  await keepPicture(app, 'watching-01-landing')
  assert.deepEqual(await findBarriers(app), [])
  await press(app, 'Log in with Parley')
  await app.getByRole('heading', { name: 'Watching asks for a permission' }).waitFor()
  await app.getByRole('group', { name: 'Which kinds of message?' }).getByLabel('films').waitFor()
  assert.equal(await app.getByLabel('songs').count(), 0)
  assert.equal(await app.getByLabel(/^delete your messages/).count(), 0)
  await keepPicture(app, 'watching-02-consent')
  await connect(app)
  await app.getByRole('heading', { name: 'Your shelf' }).waitFor()
  await see(app, 'Nothing yet.')
  await keepPicture(app, 'watching-03-empty')
})

step('Ana sees an episode to its end in the player; it is on the shelf and nothing went out', async () => {
  await ben.goto(`${world.url}/conversations`)
  await ben.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name: 'Ana Moreno' }).click()
  await ben.getByRole('textbox', { name: 'Message Ana Moreno' }).waitFor()
  await goTo('Player')
  await press(app, 'Play')
  await see(app, 'Watching: The Night Boat')
  await app.getByLabel('Position').fill('60')
  await keepPicture(app, 'watching-04-player')
  assert.deepEqual(await findBarriers(app), [])
  await app.getByLabel('Position').fill('99')
  await see(app, 'Finished: The Night Boat')
  await goTo('Shelf')
  await app.getByRole('link', { name: 'The Night Boat', exact: true }).waitFor()
  await see(app, /Finished/)
  assert.equal(await cards(ben).count(), 0)
})

step('Ana shares it by a tap with a note, and Ben sees the card at once', async () => {
  await app.getByRole('link', { name: 'Share The Night Boat' }).click()
  await app.getByRole('radio', { name: 'Ben Okafor' }).check()
  await app.getByLabel(/A note/).fill('The captain never comes back!')
  await keepPicture(app, 'watching-05-share')
  await press(app, 'Share')
  await app.getByRole('region', { name: 'For Ben Okafor' }).getByText(/^Sent/).waitFor()
  const sent = messages(ben).filter({ hasText: 'The captain never comes back!' })
  await sent.getByRole('region', { name: 'Episode: Harbour Lights, The Night Boat' }).waitFor()
  await sent.getByText('via Watching').waitFor()
  await keepPicture(ben, 'watching-06-ben-sees-it')
})

const replyTo = async (theirs: string, text: string): Promise<void> => {
  const one = messages(ben).filter({ hasText: theirs }).first()
  await one.hover()
  await one.getByRole('button', { name: /^Actions for the message/ }).click()
  await ben.getByRole('menuitem', { name: 'Reply' }).click()
  await ben.getByRole('textbox', { name: 'Message Ana Moreno' }).fill(text)
  await ben.keyboard.press('Enter')
  await messages(ben).filter({ hasText: text }).getByText('Sent').waitFor()
}

step('Ben answers in Parley, and the answer stands beside the title by itself', async () => {
  await replyTo('The captain never comes back!', 'Do not tell me, I am at episode two.')
  await app.getByRole('region', { name: 'For Ben Okafor' }).getByText('Do not tell me').waitFor()
  await keepPicture(app, 'watching-07-reply')
  assert.deepEqual(await findBarriers(app), [])
})

const jellyfin = {
  NotificationType: 'PlaybackStop',
  ItemType: 'Movie',
  Name: 'The Lamplighter',
  Year: 2019,
  RunTimeTicks: 57_600_000_000,
  PlaybackPositionTicks: 57_000_000_000,
  PlayedToCompletion: 'True',
  NotificationUsername: 'ana-tv',
  UserId: '6d23c30c5e9d4ec6a66db6b05b63e516'
}
const report = (fields: object): Promise<Response> =>
  fetch(`${hook}/jellyfin`, { method: 'POST', body: JSON.stringify({ ...jellyfin, ...fields }) })

step('her own media server asks whose account it is, and what it told meanwhile goes to the shelf only', async () => {
  await goTo('Settings')
  hook = (await app.getByLabel('Jellyfin', { exact: true }).inputValue()).replace(/\/jellyfin$/, '')
  assert.equal((await report({})).status, 200)
  await goTo('Shelf')
  const question = app.getByRole('region', { name: 'Is this you?' })
  await question.getByText('ana-tv').waitFor()
  await keepPicture(app, 'watching-08-is-this-you')
  assert.deepEqual(await findBarriers(app), [])
  await press(question, 'This is me')
  await app.getByRole('link', { name: 'The Lamplighter', exact: true }).waitFor()
})

step('Ana has what she finishes sent to Ben; then it goes by itself, once', async () => {
  await goTo('Settings')
  await app.getByRole('link', { name: 'Change', exact: true }).click()
  await app.getByRole('radio', { name: 'send to Ben Okafor' }).check()
  await keepPicture(app, 'watching-09-finishing')
  await press(app, 'Save')
  await see(app, 'send to Ben Okafor')
  const low = {
    ItemType: 'Episode',
    Name: 'Low Water',
    SeriesName: 'Harbour Lights',
    SeasonNumber: 1,
    EpisodeNumber: 5
  }
  for (let i = 1; i < 6; i++)
    await report({ ...low, NotificationType: 'PlaybackProgress', PlaybackPositionTicks: i * 10_000_000_000 })
  for (let i = 0; i < 3; i++) assert.equal((await report(low)).status, 200)
  await ben.getByRole('region', { name: 'Episode: Harbour Lights, Low Water' }).waitFor()
  await report({})
  await report(low)
  assert.equal(await cards(ben).count(), 2, 'each once; what was finished before the choice stays at home')
})

step('other people of the household, trailers, music and hidden libraries never go out', async () => {
  await report({ UserId: 'f'.repeat(32), NotificationUsername: 'Tom', Name: 'Tom’s film' })
  await goTo('Shelf')
  await press(app.getByRole('region', { name: 'Is this you?' }), 'Somebody else')
  await report({ UserId: 'f'.repeat(32), NotificationUsername: 'Tom', Name: 'Tom’s film' })
  for (const fields of [{ ItemType: 'Trailer' }, { ItemType: 'Audio' }, { Genres: 'Adult' }])
    assert.equal((await report({ ...fields, Name: 'Not this one' })).status, 200)
  await app.goto(watching)
  await app.getByRole('link', { name: 'Low Water', exact: true }).waitFor()
  for (const hidden of ['Tom’s film', 'Not this one']) assert.equal(await app.getByText(hidden).count(), 0)
  assert.equal(await cards(ben).count(), 2)
})

step('bad input is refused in a sentence, also on the settings page, and markup stays text', async () => {
  const post = async (path: string, body: BodyInit): Promise<number> =>
    (await fetch(`${hook}${path}`, { method: 'POST', body })).status
  const picture = new FormData()
  picture.append('payload', '{}')
  picture.append('thumb', new Blob([Buffer.alloc(21 * 1024 * 1024)]), 'thumb.jpg')
  assert.equal(await post('/jellyfin', 'not json'), 400)
  assert.equal((await report({ UserId: null })).status, 400)
  assert.equal(await post('/plex', picture), 413)
  assert.equal(await post('/trakt/scrobble/stop', '{"progress":1}'), 422)
  assert.equal((await report({ Name: '<img src=x onerror=alert(1)>', PlayedToCompletion: false })).status, 200)
  await goTo('Settings')
  const calls = app.getByRole('region', { name: 'Last calls' })
  for (const said of ['The body is not JSON.', 'UserId is missing.', 'The body is too large.', 'It needs movie'])
    await calls.getByText(said).first().waitFor()
  await calls.getByText('<img src=x').waitFor()
  assert.ok(!(await calls.innerHTML()).includes(hook.split('/').at(-1)!))
  await keepPicture(app, 'watching-10-settings')
  assert.deepEqual(await findBarriers(app), [])
  await goTo('Shelf')
  await app.getByRole('link', { name: '<img src=x onerror=alert(1)>', exact: true }).waitFor()
  await keepPicture(app, 'watching-11-shelf')
  assert.deepEqual(await findBarriers(app), [])
  assert.equal(await cards(ben).count(), 2)
})

step('a television logs in by a code and shows the shelf with the reply, without a permission', async () => {
  await tv.goto(`${watching}/tv`)
  const code = (await tv.locator('#code').innerText()).trim()
  await tv.getByRole('img', { name: 'The address with the code, as a QR code' }).waitFor()
  await keepPicture(tv, 'watching-12-tv-code')
  assert.deepEqual(await findBarriers(tv), [])
  await ana.goto(`http://${(await tv.locator('.screen-address').innerText()).trim()}`)
  await ana.getByLabel('The code that your device shows').fill(code)
  await press(ana, 'Continue')
  await keepPicture(ana, 'watching-13-code-at-parley')
  await press(ana, 'Yes, continue')
  await ana.getByRole('heading', { name: 'Log in to Watching?' }).waitFor()
  await keepPicture(ana, 'watching-14-tv-consent')
  await press(ana, 'Log in')
  await see(ana, 'Your device is connected')
  await tv.getByRole('heading', { name: 'Ana Moreno’s shelf' }).waitFor({ timeout: 30_000 })
  await see(tv, 'Do not tell me, I am at episode two.')
  await keepPicture(tv, 'watching-15-tv-shelf')
})

step('Ben hides his words from Watching: what he answers now does not show', async () => {
  await ben.getByRole('link', { name: /app can read here/ }).click()
  await press(card(ben, 'Watching'), 'Hide my messages from Watching')
  await press(ben.getByRole('dialog', { name: 'Hide my messages from Watching' }), 'Hide them')
  await see(ben, /hidden from Watching/)
  await ben.goBack()
  await ben.getByRole('textbox', { name: 'Message Ana Moreno' }).waitFor()
  await replyTo('The captain never comes back!', 'Between us: it was the cook.')
  await app.getByRole('link', { name: 'The Night Boat', exact: true }).click()
  await app.getByRole('region', { name: 'For Ben Okafor' }).waitFor()
  await app.reload()
  assert.ok(!(await app.content()).includes('Between us'))
})

step('Ana revokes; Watching says so, keeps what it would send, and offers to connect again', async () => {
  await ana.goto(`${world.url}/apps`)
  await ana.getByRole('link', { name: /^Watching/ }).click()
  await press(ana, 'Revoke')
  await press(ana.getByRole('alertdialog'), 'Revoke')
  await see(ana, 'This permission has ended.')
  await app.bringToFront()
  await app.getByRole('region', { name: 'The connection to Parley has ended' }).waitFor()
  await report({ Name: 'After the end' })
  await app.goto(watching)
  await app.getByRole('link', { name: 'After the end', exact: true }).click()
  await see(app, /^Not sent/)
  await keepPicture(app, 'watching-16-ended')
  assert.deepEqual(await findBarriers(app), [])
  assert.equal(await cards(ben).count(), 2)
  await press(app, 'Connect again')
  await connect(app)
  await press(app, 'Send again')
  await app.getByRole('region', { name: 'For Ben Okafor' }).getByText(/^Sent/).waitFor()
  await ben.getByRole('region', { name: 'Film: After the end' }).waitFor()
})

step('nothing was wrong on any page', async () => {
  assert.deepEqual([...anas.complaints, ...bens.complaints, ...tvs.complaints], [])
})
