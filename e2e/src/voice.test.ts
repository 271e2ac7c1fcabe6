// Voice in a browser: what Ben writes is read aloud to Ana, her replies reach him, and everything she takes away stops at once.
import assert from 'node:assert/strict'
import { before } from 'node:test'
import type { Page } from 'playwright-core'
import { hearWav } from '@parley/world/hear-wav.ts'
import { alexaQuery, redeemAsAlexa } from '@parley/world/test-alexa.ts'
import type { TestPlatform } from '@parley/world/test-platform.ts'
import { startTestVoice, type TestVoice } from '@parley/world/test-voice.ts'
import { card, filesIn, openConversation, press, see } from './hands.ts'
import { lookAt } from './look-at.ts'
import { openSiteStage } from './open-site-stage.ts'
import type { OpenWindow } from './open-window.ts'
import { step } from './steps.ts'
import { tickActions } from './tick-actions.ts'

let platform: TestPlatform
let voice: TestVoice
let anas: OpenWindow
let bens: OpenWindow
/** Ana at Voice, Ana in Parley, Ben in Parley. */
let page: Page
let ana: Page
let ben: Page

before(async () => {
  ;({ platform, site: voice, anas, bens, page, ana, ben } = await openSiteStage(startTestVoice))
})

const benWrites = async (to: string, text: string): Promise<void> => {
  await openConversation(platform.url, ben, to)
  await ben.getByRole('textbox', { name: `Message ${to}` }).fill(text)
  await ben.keyboard.press('Enter')
  await ben.getByRole('listitem').filter({ hasText: text }).last().getByText('Sent', { exact: true }).waitFor()
}
const bensMessages = (text: string) =>
  ben.getByRole('list', { name: 'Messages' }).getByRole('listitem').filter({ hasText: text })
const said = () => page.getByRole('region', { name: 'What Voice said' })
/** Presses a button of Voice and waits until it has answered. */
const tell = async (button: string): Promise<void> => {
  const { href } = new URL(page.url())
  await Promise.all([page.waitForURL((url) => url.href !== href), press(page, button)])
  await said().waitFor()
}
const allow = async (...actions: ('read' | 'write' | 'delete')[]): Promise<void> => {
  await tickActions(page, ...actions)
  await page.getByRole('checkbox', { name: /^Ben Okafor/ }).check()
  await page.getByRole('checkbox', { name: /^Sunday hike/ }).check()
  await page
    .getByRole('group', { name: 'Which messages?' })
    .getByLabel(/any|every|all/i)
    .first()
    .check()
  await press(page, 'Allow')
  await page.waitForURL((url) => url.origin === voice.url)
}
/** The sound of what stands on the page. */
const listen = async (by = anas) => {
  const path = await page.locator('audio').getAttribute('src')
  const answer = await by.context.request.get(`${voice.url}${path}`)
  return { status: answer.status(), wav: answer.ok() ? hearWav(await answer.body()) : undefined }
}
const grantsOf = async (name: string) => {
  const answer = await anas.context.request.get(`${platform.url}/api/grants`)
  const { items } = (await answer.json()) as {
    items: {
      app: { id: string; name: string }
      id: string
      ended?: { because: string }
      answers: { actions: string[]; friends: boolean; from: string; messages: string }
    }[]
  }
  return items.filter(({ app }) => app.name === name)
}

step('Ana allows Voice to read and to write, and nothing more is asked', async () => {
  await page.goto(voice.url)
  await see(page, 'Your messages, read aloud')
  await lookAt(page, 'voice-1-landing')
  await press(page, 'Log in with Parley')
  await page.getByRole('heading', { name: 'Voice asks for a permission' }).waitFor()
  assert.equal(await page.getByLabel(/^delete/).count(), 0, 'deleting is not asked for')
  assert.equal(await page.getByLabel(/names of the people/).count(), 0, 'nor are names')
  await allow('read', 'write')
  const [grant] = await grantsOf('Voice')
  const { actions, friends, from, messages } = grant!.answers
  assert.deepEqual([actions, friends, from, messages], [['read', 'write'], false, 'from_now', 'any'])
  await tell('Read my new messages')
  await said().getByText('There are no new messages.').waitFor()
})

const bensWords = 'Thursday at six? <audio src="https://evil.example/x.mp3"/> & bring the "drill"'
step('what Ben writes is read aloud: it stands there, and there is sound', async () => {
  await benWrites('Ana Moreno', bensWords)
  await page.bringToFront()
  await tell('Who wrote?')
  await said().getByText('1 message from Ben Okafor.').waitFor()
  assert.ok(!(await page.content()).includes('Thursday at six'))
  const short = await listen()
  await page.waitForFunction(() => document.querySelector('audio')!.played.length > 0, undefined, { timeout: 5000 })
  await tell('Read my new messages')
  await said().getByText(`Ben Okafor wrote: ${bensWords}`).waitFor()
  const long = await listen()
  assert.ok(short.wav!.rms > 500 && long.wav!.rms > 500, 'it is no silence')
  assert.ok(long.wav!.seconds > short.wav!.seconds + 1, 'what is longer takes longer')
  assert.equal((await listen(bens)).status, 404, 'nobody else can listen')
  await lookAt(page, 'voice-3-read')
})

const groupWords = 'The ferry is late again.'
step('a message in a group is read only after a yes', async () => {
  await benWrites('Sunday hike', groupWords)
  await page.bringToFront()
  await tell('Read my new messages')
  await said().getByText('There is 1 message in a group. Shall I read it aloud?').waitFor()
  assert.ok(!(await page.content()).includes(groupWords))
  await lookAt(page, 'voice-4-group')
  await tell('Yes')
  await said().getByText(`Ben Okafor wrote in a group: ${groupWords}`).waitFor()
})

step('a reply reaches Ben, via Voice, and once however often it is sent', async () => {
  await benWrites('Ana Moreno', 'Are you coming?')
  await page.bringToFront()
  await tell('Read my new messages')
  await page.getByLabel('Reply to the last message').fill('Yes, with the drill.')
  const form = page.locator('form').filter({ has: page.getByLabel('Reply to the last message') })
  const fields = await form.evaluate((of: HTMLFormElement) =>
    [...new FormData(of)].map(([name, value]) => [name, typeof value === 'string' ? value : ''])
  )
  await tell('Reply')
  await said().getByText('Sent to Ben Okafor.').waitFor()
  const again = await anas.context.request.post(`${voice.url}/say`, {
    form: Object.fromEntries(fields),
    headers: { origin: voice.url }
  })
  assert.ok(again.ok())
  await ben.bringToFront()
  await bensMessages('Yes, with the drill.').getByText('via Voice').waitFor()
  assert.equal(await bensMessages('Yes, with the drill.').count(), 1)
})

step('delete that: Voice has no right to, asks for it, asks once more, and then it is gone', async () => {
  await page.bringToFront()
  await page.goto(voice.url)
  await tell('Delete that')
  await said().getByText('Shall I delete your message to Ben Okafor for everyone?').waitFor()
  await tell('Yes')
  await said().getByText('You have not allowed me to delete messages. Nothing was deleted.').waitFor()
  await lookAt(page, 'voice-6-may-not-delete')
  await press(page, 'Ask Parley for this')
  await allow('read', 'write', 'delete')
  await tell('Delete that')
  await tell('Yes')
  await said().getByText('My permission does not reach that message.').waitFor()
  await page.getByLabel('Reply to the last message').fill('And a spirit level.')
  await tell('Reply')
  await bensMessages('And a spirit level.').waitFor()
  await tell('Delete that')
  await tell('No')
  await said().getByText('All right.').waitFor()
  await tell('Delete that')
  await tell('Yes')
  await said().getByText('Deleted, for everyone.').waitFor()
  await ben.bringToFront()
  await bensMessages('Ana Moreno deleted this message').getByText('via Voice').waitFor()
})

step('bad words are refused with a sentence, and nothing is sent or lost', async () => {
  await page.bringToFront()
  await page.getByLabel('Or say it in your own words').fill('make me a sandwich')
  await tell('Say')
  await said().getByText('I did not understand that.').waitFor()
  const key = await page
    .locator('input[name="key"], input[name="form_key"]')
    .first()
    .evaluate((field: HTMLInputElement) => [field.name, field.value])
  const send = (form: Record<string, string>, origin = voice.url) =>
    anas.context.request.post(`${voice.url}/say`, {
      form: { [key[0]!]: key[1]!, id: crypto.randomUUID(), words: 'reply bad', ...form },
      headers: { origin }
    })
  assert.equal((await send({}, 'https://evil.example')).status(), 403)
  assert.equal((await send({ [key[0]!]: 'wrong' })).status(), 403)
  for (const form of [{ id: '../x' }, { words: `reply ${'x'.repeat(5000)}` }, { words: 'reply \0' }])
    assert.equal((await send(form as Record<string, string>)).status(), 400)
  await openConversation(platform.url, ben, 'Ana Moreno')
  assert.equal(await bensMessages('bad').count(), 0)
})

step('where the machine has no voice, the browser speaks', async () => {
  await page.route('**/speech/*.wav', (route) => route.fulfill({ status: 404 }))
  await tell('Who wrote?')
  await see(page, 'Your browser reads this aloud.')
  await page.unroute('**/speech/*.wav')
})

step('Ben hides his words from Voice: it says how many there are, and nothing else', async () => {
  await ben.bringToFront()
  await openConversation(platform.url, ben, 'Ana Moreno')
  await ben.getByRole('link', { name: /apps? can read here/ }).click()
  await press(card(ben, 'Voice'), 'Hide my messages from Voice')
  const dialog = ben.getByRole('dialog', { name: 'Hide my messages from Voice' })
  await press(dialog, 'Hide them')
  await see(ben, /Your messages here are hidden from Voice/)
  await benWrites('Ana Moreno', 'Not for loudspeakers.')
  await page.bringToFront()
  await tell('Read my new messages')
  await said().getByText('1 message is hidden from me by the person who wrote it.').waitFor()
  assert.ok(!(await page.content()).includes('loudspeakers'))
  await lookAt(page, 'voice-7-hidden')
  const kept = await filesIn(voice.folder)
  for (const words of ['loudspeakers', 'Thursday at six', groupWords, 'with the drill'])
    assert.ok(!kept.includes(words), 'Voice keeps no message')
})

step('Ana links Alexa, which reads to her; switching the skill off gives the permission back', async () => {
  let back = ''
  await ana.route('https://pitangui.amazon.com/**', async (route) => {
    back = route.request().url()
    await route.fulfill({ contentType: 'text/plain', body: 'Linked' })
  })
  await ana.bringToFront()
  await ana.goto(`${voice.url}/alexa/authorize?${alexaQuery()}`)
  await ana.getByRole('heading', { name: 'Voice on Alexa asks for a permission' }).waitFor()
  await tickActions(ana, 'read', 'write')
  await ana.getByRole('checkbox', { name: 'Chloe Lindqvist' }).check()
  await ana.getByRole('checkbox', { name: /^Ben Okafor/ }).check()
  await ana
    .getByRole('group', { name: 'Which messages?' })
    .getByLabel(/any|every|all/i)
    .first()
    .check()
  await press(ana, 'Allow')
  await see(ana, 'Linked')
  const accessToken = await redeemAsAlexa(platform, voice.skill, back)
  const { alexaSays } = voice
  assert.match((await alexaSays({ type: 'ReadIntent' })).text, /"LinkAccount"/)
  await benWrites('Ana Moreno', 'Hello to the kitchen.')
  assert.match((await alexaSays({ type: 'ReadIntent', accessToken })).text, /Ben Okafor wrote: Hello to the kitchen\./)
  const forged = await alexaSays({ type: 'AlexaSkillEvent.SkillDisabled' }, true)
  assert.equal(forged.status, 400)
  assert.equal((await grantsOf('Voice on Alexa'))[0]?.ended, undefined)
  assert.equal((await alexaSays({ type: 'AlexaSkillEvent.SkillDisabled' })).status, 200)
  await ana.goto(`${platform.url}/apps`)
  await ana
    .getByRole('link', { name: /^Voice on Alexa/ })
    .first()
    .click()
  await see(ana, 'This permission has ended.')
  assert.equal((await grantsOf('Voice on Alexa'))[0]?.ended?.because, 'given_back')
})

step('Ana revokes, and the page of Voice turns into that sentence by itself; nothing is read further', async () => {
  await page.bringToFront()
  await tell('Who wrote?')
  const typed = page.getByLabel('Or say it in your own words')
  await typed.fill('read my')
  await page.waitForResponse((response) => response.url() === page.url())
  assert.equal(await typed.inputValue(), 'read my', 'what is typed stays')
  await ana.goto(`${platform.url}/apps`)
  await ana
    .getByRole('link', { name: /^Voice (?!on)/ })
    .first()
    .click()
  await press(ana, 'Revoke')
  await press(ana.getByRole('alertdialog', { name: 'Revoke what Voice may do?' }), 'Revoke')
  await see(ana, 'This permission has ended.')
  await page.bringToFront()
  await page.getByRole('region', { name: /connection to Parley has ended/ }).waitFor()
  await page.getByRole('button', { name: 'Connect again' }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Read my new messages' }).count(), 0)
  assert.equal(await said().count(), 0, 'nothing that was read stays on the screen')
  await lookAt(page, 'voice-8-ended')
})

step('nothing was wrong on any page', async () => {
  const noVoice = (complaint: string): boolean => /\/speech\/[\w-]+\.wav/.test(complaint)
  assert.deepEqual(
    [...anas.complaints, ...bens.complaints].filter((complaint) => !noVoice(complaint)),
    []
  )
})
