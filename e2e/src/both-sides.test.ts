// The other side of a conversation: Ben sees which apps of Ana's can read there, keeps his words from them, and lets them have them again.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type AppAnswer, callAsApp } from '@parley/world/test-app-call.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { connectTestApp, openTestApp, type TestApp, type Tokens } from '@parley/world/test-login.ts'
import { startTestWorld, type TestWorld } from '@parley/world/test-world.ts'
import { card, checkAll, filesIn, openConversation, press, see } from './hands.ts'
import { lookAt } from './look-at.ts'
import { openBeside } from './open-beside.ts'
import { openSignedIn } from './open-signed-in.ts'
import type { OpenWindow } from './open-window.ts'
import { assertNothingOf, everyAnswer } from './scan-answers.ts'
import { step } from './steps.ts'
import { tickActions } from './tick-actions.ts'
import { withBrowser } from './with-browser.ts'

let world: TestWorld
let browser: Browser
let anas: OpenWindow
let bens: OpenWindow
let ana: Page
let ben: Page
/** Music as Ana uses it. */
let music: Page
/** Notes, an app without pages, which reads all that Ana can read. */
let notes: TestApp
let tokens: Tokens

before(async () => {
  ;[world, browser] = await withBrowser(startTestWorld({ people: 'demo' }))
  ;[anas, bens] = await Promise.all([
    openSignedIn(browser, world.url, 'ana', still),
    openSignedIn(browser, world.url, 'ben', still)
  ])
  ana = anas.page
  ben = bens.page
})

const still = { reducedMotion: 'reduce' } as const

/** What Ben wrote to Ana, and in the group. */
const bensWords = [
  'Are you back from Lisbon?',
  'Yes. I can bring it on Thursday, and a better shelf.',
  'What does Chloe say?'
]
const inGroup = 'Ten is fine. I bring the dog, if she agrees.'

const idOf = (page: Page): string => new URL(page.url()).pathname.split('/')[2]!
let together: string
let group: string

const ask = (path: string): Promise<AppAnswer> => callAsApp(notes, tokens, new URL(path, world.url))
const everything = () => everyAnswer(ask)
const hasWords = (heard: string): string[] => [...bensWords, inGroup].filter((words) => heard.includes(words))

step('Ana connects Music to her conversation with Ben, and Notes to all she can read', async () => {
  await openConversation(world.url, ana, 'Sunday hike')
  group = idOf(ana)
  await openConversation(world.url, ana, 'Ben Okafor')
  together = idOf(ana)
  await see(ana, 'No app can read here')
  await openConversation(world.url, ben, 'Ana Moreno')
  await see(ben, 'No app can read here')
  music = await openBeside(anas)
  await music.goto(world.music)
  await music.getByRole('button', { name: 'Log in with Parley' }).click()
  await tickActions(music, 'read', 'write', 'delete')
  await music.getByLabel(/names of the people/).check()
  await music.getByRole('checkbox', { name: 'Ben Okafor' }).check()
  await music.getByRole('button', { name: 'Allow' }).click()
  await music.getByRole('heading', { name: 'Hello, Ana Moreno' }).waitFor()

  const app = { clientId: 'notes', owner: 'Paper Works', purpose: 'To find again what you and your friends wrote.' }
  notes = await openTestApp(world, await registerTestClient(world, app))
  const [session] = (await anas.context.cookies(world.url)).filter(({ name }) => name === 'parley_session')
  const cookie = `${session!.name}=${session!.value}`
  const details = [
    { actions: ['read' as const], where: 'all' as const, messages: 'any' as const, from: 'all_history' as const }
  ]
  const fill = { tick: { action: ['read'], where: ['all'], messages: ['any'], from: ['all_history'] } }
  tokens = await connectTestApp(world, { cookie }, notes, { details, scope: 'openid' }, 'Allow', fill)
  assert.deepEqual(hasWords(await everything()), [...bensWords, inGroup])
})

step('Ben sees that two apps can read here, who connected them, and what they may do', async () => {
  await ben.bringToFront()
  await ben.getByRole('link', { name: '2 apps can read here' }).waitFor()
  await lookAt(ben, 'sides-1-conversation')
  await ben.getByRole('link', { name: '2 apps can read here' }).click()
  const inNotes = card(ben, 'Notes')
  await inNotes.getByText('To find again what you and your friends wrote.').waitFor()
  await inNotes.getByText('Connected by Ana Moreno. Can read every message here, old ones too.').waitFor()
  await inNotes.getByText('Notes can read your messages here.').waitFor()
  await inNotes.getByText(/^Last read/).waitFor()
  const inMusic = card(ben, 'Music')
  await inMusic
    .getByText(/Can read only what it wrote for them and the replies to that, write in their name, and delete/)
    .waitFor()
  await inMusic.getByText('Of your messages here, Music can read only replies to its own.').waitFor()
  assert.equal(await ben.getByRole('button', { name: /Pause/ }).count(), 0, 'only who connected an app can pause it')
  await lookAt(ben, 'sides-2-apps-here')
})

step('Ben keeps his words from Notes, and Notes gets placeholders and no byte of them', async () => {
  await press(card(ben, 'Notes'), 'Hide my messages from Notes')
  const dialog = ben.getByRole('dialog', { name: 'Hide my messages from Notes' })
  await dialog.getByText('What Notes has already read cannot be taken back.').waitFor()
  await lookAt(ben, 'sides-3-keep')
  await press(dialog, 'Hide them')
  await card(ben, 'Notes')
    .getByText('Your messages here are hidden from Notes. It sees only that a message is there.')
    .waitFor()
  await ben.getByText('1 app can read here').first().waitFor({ state: 'detached' })
  await lookAt(ben, 'sides-4-kept')

  const heard = await everything()
  for (const words of bensWords) assertNothingOf(words, heard)
  assert.deepEqual(hasWords(heard), [inGroup], 'what he wrote elsewhere is not concerned')
  const { body } = await ask(`/v1/conversations/${together}/messages`)
  const placeholders = (body as { items: Record<string, unknown>[] }).items.filter(({ withheld }) => withheld)
  assert.equal(placeholders.length, 6)
  for (const one of placeholders) assert.deepEqual(Object.keys(one).toSorted(), ['conversation', 'id', 'withheld'])
})

step('what Ben writes now is kept too, also its quote and its place in the changes', async () => {
  await openConversation(world.url, ben, 'Ana Moreno')
  await ben.getByRole('textbox', { name: 'Message Ana Moreno' }).fill('Only for you: the marmalade is finished.')
  await ben.keyboard.press('Enter')
  await ben.getByText('Sent', { exact: true }).waitFor()
  assertNothingOf('Only for you: the marmalade is finished.', await everything())
})

step('Ana sees how many messages her friends keep from Notes', async () => {
  await ana.bringToFront()
  await ana.goto(`${world.url}/apps`)
  await ana.getByRole('link', { name: /^Notes/ }).click()
  await ana.getByText(/7 messages are hidden from Notes by who wrote them/).waitFor()
  await lookAt(ana, 'sides-5-preview')
})

step('Ben lets Notes have it again, and Notes sees it again', async () => {
  await ben.bringToFront()
  await ben.getByRole('link', { name: '2 apps can read here' }).click()
  await press(card(ben, 'Notes'), 'Let Notes read them again')
  await press(ben.getByRole('alertdialog', { name: 'Let Notes read your messages again?' }), 'Let it read')
  await card(ben, 'Notes').getByText('Notes can read your messages here.').waitFor()
  const heard = await everything()
  assert.deepEqual(hasWords(heard), [...bensWords, inGroup])
  assert.ok(heard.includes('the marmalade is finished'))
})

step('a reply that Ben keeps from Music does not come to Music, and nothing breaks there', async () => {
  await press(card(ben, 'Music'), 'Hide my messages from Music')
  const dialog = ben.getByRole('dialog', { name: 'Hide my messages from Music' })
  await dialog.getByRole('radio', { name: /In all my conversations/ }).click()
  await press(dialog, 'Hide them')
  await see(ben, 'Your messages here are hidden from Music.')
  await music.bringToFront()
  await music.getByRole('link', { name: 'Share this song' }).click()
  await music.getByRole('radio', { name: 'Ben Okafor' }).check()
  await music.getByRole('button', { name: 'Share' }).click()
  await music.getByRole('link', { name: 'See the share' }).click()
  await music.getByRole('heading', { name: 'Replies' }).waitFor()
  await ben.bringToFront()
  await openConversation(world.url, ben, 'Ana Moreno')
  const song = ben.getByRole('list', { name: 'Messages' }).getByRole('listitem').filter({ hasText: 'via Music' }).last()
  await song.hover()
  await song.getByRole('button', { name: /^Actions for the message/ }).click()
  await ben.getByRole('menuitem', { name: 'Reply' }).click()
  await ben.getByRole('textbox', { name: 'Message Ana Moreno' }).fill('Quietly: wonderful trumpet.')
  await ben.keyboard.press('Enter')
  await ben.getByText('Sent', { exact: true }).waitFor()
  await music.bringToFront()
  await music.reload()
  await music.getByRole('heading', { name: 'Replies' }).waitFor()
  assertNothingOf('Quietly: wonderful trumpet.', await music.content())
  assertNothingOf('Quietly: wonderful trumpet.', await filesIn(join(world.config.dataDir, 'music')))
  await lookAt(music, 'sides-6-music')
})

step('Music deletes the song, and Ana restores it, which Ben sees as such', async () => {
  const songs = (page: Page): Promise<number> => page.getByRole('region', { name: /^Song: / }).count()
  const before = await songs(ben)
  await music.bringToFront()
  await music.getByRole('link', { name: 'Delete…' }).click()
  await press(music.getByRole('dialog', { name: 'Delete this share?' }), 'Delete for everyone')
  await see(music, 'Deleted for everyone')
  await ana.bringToFront()
  await openConversation(world.url, ana, 'Ben Okafor')
  const gone = ana.getByRole('listitem').filter({ hasText: 'You deleted this message' }).last()
  await gone.hover()
  await gone.getByRole('button', { name: /^Actions for the message/ }).click()
  await ana.getByRole('menuitem', { name: 'Restore' }).click()
  await press(ana.getByRole('alertdialog', { name: 'Restore this message?' }), 'Restore')
  await see(ana, 'You restored a message that Music had deleted')
  await ben.bringToFront()
  await see(ben, 'Ana Moreno restored a message that Music had deleted')
  assert.equal(await songs(ben), before)
  await lookAt(ben, 'sides-13-restored')
})

step('Settings list what Ben keeps, and undo it; everything can be kept from all apps at once', async () => {
  await ben.bringToFront()
  await ben.goto(`${world.url}/settings#kept`)
  const kept = ben.getByRole('list', { name: 'Hidden from apps' })
  await kept.getByText('All your messages, from Music').waitFor()
  await press(ben, 'Hide all my messages from all apps')
  const question = ben.getByRole('alertdialog', { name: 'Hide all your messages from all apps?' })
  await lookAt(ben, 'sides-7-everything')
  await press(question, 'Hide them')
  await kept.getByText('All your messages, from all apps').waitFor()
  await lookAt(ben, 'sides-8-settings')
  const heard = await everything()
  for (const words of [...bensWords, inGroup]) assertNothingOf(words, heard)
  await press(kept, 'Undo: All your messages, from all apps')
  await press(kept, 'Undo: All your messages, from Music')
  await see(ben, 'You hide nothing.')
  assert.deepEqual(hasWords(await everything()), [...bensWords, inGroup])
})

step('Ana pauses Notes in one conversation, then as a whole, and it reads nothing there', async () => {
  await ana.bringToFront()
  await openConversation(world.url, ana, 'Ben Okafor')
  await ana.getByRole('link', { name: '2 apps can read here' }).click()
  await card(ana, 'Notes').getByText('Connected by you.').waitFor()
  await press(card(ana, 'Notes'), 'Pause here')
  await card(ana, 'Notes').getByText('Paused', { exact: true }).waitFor()
  await see(ana, 'Notes is paused and reads nothing here now.')
  await lookAt(ana, 'sides-9-paused-here')
  assert.equal((await ask(`/v1/conversations/${together}/messages`)).status, 404)
  assert.deepEqual(hasWords(await everything()), [inGroup])
  await press(card(ana, 'Notes'), 'Resume here')
  await card(ana, 'Notes').getByRole('button', { name: 'Pause here' }).waitFor()
  await press(card(ana, 'Notes'), 'Pause everywhere')
  await card(ana, 'Notes').getByRole('button', { name: 'Resume everywhere' }).waitFor()
  const refused = await ask('/v1/conversations')
  assert.deepEqual([refused.status, (refused.body as { code: string }).code], [403, 'grant_paused'])
  await card(ana, 'Notes').getByRole('link', { name: 'Your permission' }).click()
  await see(ana, 'Notes can do nothing until you resume it.')
  await lookAt(ana, 'sides-10-paused')
  await press(ana, 'Resume Notes')
  await ana.getByRole('button', { name: 'Pause Notes' }).waitFor()
  await ana.goto(`${world.url}/activity`)
  await see(ana, 'You paused Notes in your conversation with Ben Okafor.')
  await see(ana, 'You let Notes go on.')
  await checkAll(ana)
  assert.deepEqual(hasWords(await everything()), [...bensWords, inGroup])
})

step('Ben closes the group to apps, which only he opens again', async () => {
  await ben.bringToFront()
  await openConversation(world.url, ben, 'Sunday hike')
  await ben.getByRole('link', { name: '1 app can read here' }).click()
  await press(ben, 'Close the group to apps')
  await press(ben.getByRole('alertdialog', { name: 'Close the group to apps?' }), 'Close the group')
  await see(ben, /You closed this group to apps/)
  await lookAt(ben, 'sides-11-closed')
  assert.equal((await ask(`/v1/conversations/${group}/messages`)).status, 404)
  assert.deepEqual(hasWords(await everything()), bensWords)
  await ana.bringToFront()
  await openConversation(world.url, ana, 'Sunday hike')
  await ana.getByRole('link', { name: 'No app can read here' }).click()
  await see(ana, /Ben Okafor closed this group to apps.*Only Ben Okafor can open it again\./)
  assert.equal(await ana.getByRole('button', { name: 'Open the group to apps' }).count(), 0)
  await ben.bringToFront()
  await press(ben, 'Open the group to apps')
  await press(ben.getByRole('alertdialog', { name: 'Open the group to apps?' }), 'Open the group')
  await ben.getByRole('button', { name: 'Close the group to apps' }).waitFor()
  assert.deepEqual(hasWords(await everything()), [...bensWords, inGroup])
})

step('Activity lists what Ben decided, and the log says so too', async () => {
  await ben.goto(`${world.url}/activity`)
  for (const line of [
    'You hid your messages in your conversation with Ana Moreno from Notes.',
    'You no longer hide your messages in your conversation with Ana Moreno from Notes.',
    'You hid your messages from Music.',
    'You hid your messages from all apps.',
    'You let no app act in the group Sunday hike.',
    'You let apps act again in the group Sunday hike.'
  ])
    await see(ben, line)
  await checkAll(ben)
  await lookAt(ben, 'sides-12-activity')
})

step('nothing was wrong on any page', async () => {
  assert.deepEqual([...anas.complaints, ...bens.complaints], [])
})
