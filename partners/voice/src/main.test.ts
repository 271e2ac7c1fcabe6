// Tests of the page with each permission, and without one, against a real platform.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { hearWav } from '@parley/world/hear-wav.ts'
import { TestBrowser } from '@parley/world/test-browser.ts'
import type { TestPerson } from '@parley/world/test-person.ts'
import { startSiteStage } from '@parley/world/test-site.ts'
import { readConfig } from './config.ts'
import { startVoice } from './start.ts'

const stage = await startSiteStage({ id: 'voice', place: 4, start: (env) => startVoice(readConfig(env)) })
const { parley, url, ana, ben, david, conversation, withDavid } = stage
after(stage.close)

const tick = { action: ['read', 'write', 'delete'], conversation: [conversation], messages: ['any'] }
const logIn = (person: TestPerson, changes: Record<string, string[]> = {}) =>
  stage.logIn(person, 'Allow', { tick: { ...tick, ...changes } })
const write = async (person: TestPerson, where: string, text: string): Promise<void> => {
  const sent = await person.post(`/api/conversations/${where}/messages`, { clientId: crypto.randomUUID(), text })
  assert.equal(sent.status, 201)
}
const say = async (browser: TestBrowser, words: string): Promise<string> => {
  await browser.open(url)
  return (await browser.click('Say', { text: { words } })).text
}
type Grant = { id: string; answers: Record<string, unknown>; ended?: unknown }
const liveGrant = async (): Promise<Grant> =>
  (await ana.get<{ items: Grant[] }>('/api/grants')).body.items.find((grant) => !grant.ended) ?? assert.fail('none')

test('what is asked for is the least: to read what comes, and to write', async () => {
  await write(ben, conversation, 'Written before the permission')
  const browser = await logIn(ana)
  const { actions, friends, messages, from, where } = (await liveGrant()).answers
  assert.deepEqual(
    { actions, friends, messages, from, where },
    {
      actions: ['read', 'write'],
      friends: false,
      messages: 'any',
      from: 'from_now',
      where: 'chosen'
    }
  )
  await write(david, withDavid, 'In a conversation that was not chosen')
  const said = await say(browser, 'read my new messages')
  assert.match(said, /There are no new messages\./)
  assert.match(await say(browser, 'delete that'), /There is nothing that I could delete/)
})

test('the place is kept over a restart, and a second browser goes on where the first one stopped', async () => {
  const [first, second] = [await logIn(ana), await logIn(ana)]
  await write(ben, conversation, 'One')
  assert.match(await say(first, 'read my new messages'), /Ben wrote: One/)
  await stage.restart()
  await write(ben, conversation, 'Two')
  const said = await say(second, 'Read my messages!')
  assert.match(said, /Ben wrote: Two/)
  assert.doesNotMatch(said, /One/)
  assert.match(await say(second, 'repeat'), /Ben wrote: Two/)
})

test('speech is heard by its person only, and only the last one', async () => {
  const browser = await logIn(ana)
  await say(browser, 'help')
  const path = /src="(\/speech\/[\w-]+\.wav)"/.exec(browser.seen!.body)![1]!
  const sound = await browser.request(`${url}${path}`)
  assert.equal(sound.headers.get('content-type'), 'audio/wav')
  assert.ok(hearWav(Buffer.from(await sound.arrayBuffer())).rms > 500)
  const stranger = new TestBrowser(parley.url, url)
  assert.equal((await stranger.request(`${url}${path}`)).status, 404)
  assert.equal((await browser.request(`${url}/speech/..%2f..%2fetc.wav`)).status, 404)
  await say(browser, 'stop')
  assert.equal((await browser.request(`${url}${path}`)).status, 404)
  assert.match((await browser.open(`${url}/?turn=${path.slice(8, -4)}`)).text, /Talk to Voice/)
})

test('what the person takes away is said in a sentence', async () => {
  const browser = await logIn(ana)
  await write(ben, conversation, 'Three')
  await say(browser, 'read')
  const { id } = await liveGrant()
  assert.equal((await ana.post(`/api/grants/${id}/pause`, {})).status, 200)
  assert.match((await browser.open(url)).text, /You paused Voice in Parley/)
  assert.equal((await ana.post(`/api/grants/${id}/resume`, {})).status, 200)
  await ana.post(`/api/grants/${id}/narrow`, { actions: ['read'] })
  assert.match(await say(browser, 'reply hello'), /not allowed me to write messages\. Nothing was sent\./)
  assert.match(browser.seen!.text, /Voice may not write messages/)
  await browser.open(url)
  await ana.post(`/api/grants/${id}/revoke`)
  const refused = await browser.click('Say', { text: { words: 'reply too late' } })
  assert.match(refused.text, /The connection to Parley has ended.*Connect again/)
  assert.doesNotMatch(refused.text, /Read my new messages|Three/)
  assert.equal((await ana.get(`/api/conversations/${conversation}/events`)).body.items.at(-1).text, 'Three')
})

test('whoever leaves the page of Parley as it is hears why there is nothing to read', async () => {
  const browser = await logIn(david, { conversation: [withDavid], messages: ['own'] })
  assert.match(await say(browser, 'read my new messages'), /only what you wrote through me.*choose any message/)
})

test('whoever only logs in is told what to allow', async () => {
  const browser = await stage.logIn(ben, 'Log in only', {})
  assert.match((await browser.open(url)).text, /You are logged in, and that is all/)
  assert.doesNotMatch(browser.seen!.text, /Read my new messages/)
})

test('without a secret, or with a skill and no client for it, Voice does not start', () => {
  assert.throws(() => readConfig({}), /VOICE_CLIENT_SECRET/)
  assert.throws(
    () => readConfig({ VOICE_CLIENT_SECRET: 'x', VOICE_ALEXA_SKILL_ID: 'y' }),
    /VOICE_ALEXA_CLIENT_SECRET is not set/
  )
})
