// The whole job in a browser: two people, a music app, one permission from its consent to its end.
import assert from 'node:assert/strict'
import { before } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startTestWorld, type TestWorld } from '@parley/world/test-world.ts'
import { see } from './hands.ts'
import { keepPicture } from './keep-picture.ts'
import { openBeside } from './open-beside.ts'
import { openWindow, type OpenWindow } from './open-window.ts'
import { step } from './steps.ts'
import { tickActions } from './tick-actions.ts'
import { watchUnread } from './watch-unread.ts'
import { withBrowser } from './with-browser.ts'

let world: TestWorld
let browser: Browser
let anas: OpenWindow
let bens: OpenWindow
/** Ana in Parley, Ana in Music, Ben in Parley. */
let ana: Page
let music: Page
let ben: Page

before(async () => {
  ;[world, browser] = await withBrowser(startTestWorld({ people: 'nobody' }))
  ;[anas, bens] = await Promise.all([openWindow(browser), openWindow(browser)])
  ana = anas.page
  ben = bens.page
})

/** Nowhere in the page, neither on screen nor in what only screen readers are told. */
const waitUntilGone = async (page: Page, text: string): Promise<void> =>
  page.getByText(text).first().waitFor({ state: 'detached' })

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
  await ben.getByRole('link', { name: /^Friends 1 request/ }).click()
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
  await ben.getByRole('link', { name: /^Messages 1 unread/ }).click()
  await ben.getByRole('link', { name: /Ana Moreno.*Hello Ben.*1 unread/ }).click()
  await message(ben, 'Hello Ben, do you hear me?').waitFor()
  const anaSawUnread = await watchUnread(ana)
  await say(ben, 'Ana Moreno', 'Loud and clear.')
  await message(ana, 'Loud and clear.').waitFor()
  await ana.getByRole('link', { name: /Ben Okafor.*Loud and clear/ }).waitFor()
  await ana.waitForTimeout(500)
  assert.equal(await anaSawUnread(), false, 'what comes into an open conversation is never shown as unread')
  await ben.getByRole('link', { name: 'Messages', exact: true }).waitFor()
  await keepPicture(ana, '03-they-write')
})

step('the consent page answers six questions and shows what Music would see', async () => {
  music = await openBeside(anas)
  await music.goto(world.music)
  await keepPicture(music, '04-music-asks-to-log-in')
  await music.getByRole('button', { name: 'Log in with Parley' }).click()
  await music.getByRole('heading', { name: 'Music asks for a permission' }).waitFor()
  assert.equal(new URL(music.url()).origin, world.url)
  await see(music, 'Music is an app by Tidewater Audio')
  await see(music, 'Ana Moreno')
  await see(music, 'To share songs with friends you choose, and show you their replies.')
  for (const question of ['What may it do?', 'Where?', 'Which messages?', 'From when?', 'Until when?'])
    await music.getByRole('group', { name: question }).waitFor()
  await see(music, 'Why?')
  await see(music, /0 of your 2 messages/)
  assert.ok(!(await music.content()).includes('Loud and clear.'), 'messages that Music may not see are not shown')
  await keepPicture(music, '05-consent')
})

step('Ana chooses Ben, gives it for 30 days only, and allows it', async () => {
  await tickActions(music, 'read', 'write', 'delete')
  await music
    .getByRole('group', { name: 'What may it do?' })
    .getByLabel(/names of the people/)
    .check()
  await music.getByRole('group', { name: 'Where?' }).getByRole('checkbox', { name: 'Ben Okafor' }).check()
  await music.getByRole('group', { name: 'Until when?' }).getByLabel('for 30 days').check()
  await keepPicture(music, '06-consent-chosen')
  await music.getByRole('button', { name: 'Allow' }).click()
  await music.getByRole('heading', { name: 'Hello, Ana Moreno' }).waitFor()
  assert.equal(new URL(music.url()).origin, world.music)
  await keepPicture(music, '07-music-connected')
})

/** Ana plays a song in Music and shares it with Ben. */
const shareSong = async (song: string, note: string, picture?: string): Promise<void> => {
  const player = music.getByRole('region', { name: 'Player' })
  const reported = music.waitForResponse((response) => response.url().endsWith('/1/submit-listens'))
  await player.getByRole('list', { name: 'Songs in the player' }).getByRole('button', { name: song }).click()
  await player.getByRole('button', { name: 'Pause' }).waitFor()
  assert.equal((await reported).status(), 200)
  await player.getByRole('link', { name: 'Share this song' }).click()
  const sheet = music.getByRole('dialog', { name: 'Share a song' })
  await sheet.getByText(song).waitFor()
  await sheet.getByRole('radio', { name: 'Ben Okafor' }).check()
  await sheet.getByLabel(/A note/).fill(note)
  if (picture) await keepPicture(music, picture)
  await sheet.getByRole('button', { name: 'Share' }).click()
  await music.getByRole('dialog', { name: song }).getByText('Sent', { exact: true }).waitFor()
}

step('Ana plays a song and shares it with Ben, who sees the card at once', async () => {
  await shareSong('Paper Lanterns', 'This is the band I told you about.', '08-music-share')
  await keepPicture(music, '09-music-shared')
  const song = message(ben, 'This is the band I told you about.')
  await song.getByRole('region', { name: 'Song: Paper Lanterns by The Quiet Tram' }).waitFor()
  await song.getByText('via Music').waitFor()
  await keepPicture(ben, '10-ben-sees-the-song')
  await message(ana, 'Paper Lanterns').getByText('via Music').waitFor()
})

/** Ben answers a message of Ana. */
const replyTo = async (theirs: string, text: string): Promise<void> => {
  const one = message(ben, theirs).first()
  await one.hover()
  await one.getByRole('button', { name: /^Actions for the message/ }).click()
  await ben.getByRole('menuitem', { name: 'Reply' }).click()
  await see(ben, 'Reply to Ana Moreno')
  await say(ben, 'Ana Moreno', text)
  await message(ben, text).getByText('Sent').waitFor()
}

step('Ben replies to the song and Ana reads the reply in Music', async () => {
  await replyTo('This is the band I told you about.', 'I have played it four times now.')
  await keepPicture(ben, '11-ben-replies')
  await message(ana, 'I have played it four times now.').waitFor()

  await music.getByRole('link', { name: 'See the share' }).click()
  const replies = music.getByRole('region', { name: 'Replies' })
  await replies.getByText('I have played it four times now.').waitFor()
  await replies.getByText('Ben Okafor').waitFor()
  assert.ok(!(await music.content()).includes('Loud and clear.'), 'other messages of the conversation stay unread')
  await keepPicture(music, '12-music-shows-the-reply')
})

step('Ana deletes the song in Music and nobody sees it any more', async () => {
  await music.getByRole('link', { name: 'Delete…' }).click()
  const question = music.getByRole('dialog', { name: 'Delete this share?' })
  await question.getByRole('button', { name: 'Delete for everyone' }).waitFor()
  await keepPicture(music, '13-music-delete')
  await question.getByRole('button', { name: 'Delete for everyone' }).click()
  await see(music, 'Deleted for everyone')
  for (const gone of ['This is the band I told you about.', 'I have played it four times now.'])
    assert.ok(!(await music.content()).includes(gone), 'what is gone in Parley is gone in Music')
  await keepPicture(music, '13-music-deleted')
  for (const [page, who] of [
    [ben, 'Ana Moreno'],
    [ana, 'You']
  ] as const) {
    const gone = message(page, `${who} deleted this message`)
    await gone.getByText('via Music').waitFor()
    assert.equal(await page.getByRole('region', { name: 'Song: Paper Lanterns by The Quiet Tram' }).count(), 0)
    await waitUntilGone(page, 'This is the band I told you about.')
  }
  await keepPicture(ben, '14-ben-sees-it-gone')
})

step('Ana sees in Activity everything that Music did, in its order and with the messages', async () => {
  // A browser draws tabs in the background once a second only.
  await ana.bringToFront()
  await ana.getByRole('link', { name: 'Activity' }).click()
  const today = ana.getByRole('region', { name: 'Today' })
  await today.getByText('You connected Music.').waitFor()
  const sentences = (await today.getByText(/^(Music|You) .*\.$/).allInnerTexts()).toReversed()
  // How often Music looks for replies is its own affair.
  assert.deepEqual(
    sentences.filter((sentence, i) => sentence !== sentences[i - 1]),
    [
      'You connected Music.',
      'Music looked up the names of 1 friend.',
      'Music wrote 1 message in your conversation with Ben Okafor.',
      'Music read 1 message in your conversation with Ben Okafor.',
      'Music deleted 1 message in your conversation with Ben Okafor.',
      'Music saw that 1 message had been deleted in your conversation with Ben Okafor.'
    ]
  )
  const touched = (sentence: string) => today.getByRole('listitem').filter({ hasText: sentence })
  const lastRead = touched('Music read').first()
  await lastRead.getByText('Ben Okafor: I have played it four times now.').waitFor()
  await touched('Music wrote').getByText('a message that is gone now').waitFor()
  await keepPicture(ana, '15-activity')
})

step('Connected apps says what Music may do, and Ana takes a part of it away', async () => {
  await ana.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Connected apps' }).click()
  const row = ana.getByRole('link', { name: /^Music/ })
  await row
    .getByText(/can read, write, and delete its own messages and the replies to them in 1 conversation/)
    .waitFor()
  await row.getByText('Last access just now').waitFor()
  await row.getByText('Ends in 30 days').waitFor()
  await keepPicture(ana, '16-connected-apps')
  await row.click()
  const sees = ana.getByRole('region', { name: 'What it can see right now' })
  await sees.getByText('1 of your 3 messages').waitFor()
  await sees.getByText('I have played it four times now.').waitFor()
  await keepPicture(ana, '17-music-in-parley')
  await ana.getByRole('button', { name: 'Narrow: what may it do' }).click()
  const dialog = ana.getByRole('dialog', { name: 'What may it do?' })
  await dialog.getByRole('checkbox', { name: /^Delete/ }).uncheck()
  await dialog.getByRole('button', { name: 'Narrow' }).click()
  await see(ana, /can read and write its own messages/)
})

step('Music may still share, and no longer delete', async () => {
  await music.bringToFront()
  await music.goto(world.music)
  await shareSong('Salt on the Window', 'And this one is for the train.')
  await message(ben, 'And this one is for the train.').getByText('via Music').waitFor()
  await music.getByRole('link', { name: 'See the share' }).click()
  await music.getByRole('region', { name: 'Music may not delete what it sent' }).waitFor()
  assert.equal(await music.getByText('Delete…').count(), 0)
  await keepPicture(music, '18-music-may-less')
})

step('Ana revokes; Music says so and can read nothing further', async () => {
  await ana.bringToFront()
  await ana.getByRole('button', { name: 'Revoke' }).click()
  const question = ana.getByRole('alertdialog', { name: 'Revoke what Music may do?' })
  await question.waitFor()
  await keepPicture(ana, '19-revoke')
  await question.getByRole('button', { name: 'Revoke' }).click()
  await see(ana, 'This permission has ended.')
  await keepPicture(ana, '20-revoked')

  await replyTo('And this one is for the train.', 'Only you can hear this.')
  // The page is not loaded again: it hears of the end by itself.
  await music.bringToFront()
  await music.getByRole('region', { name: 'The connection to Parley has ended' }).waitFor()
  await music.getByText('Replies are no longer read.').waitFor()
  assert.ok(!(await music.content()).includes('Only you can hear this.'))
  await keepPicture(music, '21-music-says-it-ended')
  await ana.bringToFront()
  await ana.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click()
  await see(ana, 'You revoked your permission for Music.')
  const newest = ana.getByRole('region', { name: 'Today' }).getByRole('listitem').first()
  assert.match(await newest.innerText(), /You revoked your permission for Music\./)
  await keepPicture(ana, '22-activity-at-the-end')
})

step('Music offers to connect again, and Parley asks again', async () => {
  await music.bringToFront()
  await music.getByRole('button', { name: 'Connect again' }).click()
  await music.getByRole('heading', { name: 'Music asks for a permission' }).waitFor()
  await music.getByRole('button', { name: 'Deny' }).click()
  await see(music, 'You did not agree, so nothing was connected.')
  await music.getByRole('region', { name: 'The connection to Parley has ended' }).waitFor()
  await keepPicture(music, '23-music-after-deny')
})

step('nothing was wrong on any page', async () => {
  assert.deepEqual([...anas.complaints, ...bens.complaints], [])
})
