// Tests of receipts in the app's own database: kept when something is done, and found in Parley's log.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { everything, startTestMusic, type TestMusic } from '@parley/world/test-music.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let music: TestMusic
let ana: TestPerson
let conversation: string
before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  music = await startTestMusic(parley)
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(async () => {
  await music.close()
  await parley.close()
})

test('what Music does brings receipts, and Settings says how many of them are in the log', async () => {
  const browser = await music.logIn(ana, 'Allow', everything(conversation))
  await music.share(browser, '/share?tune=0', conversation, 'for the way home')
  for (let looks = 0; ; looks++) {
    assert.ok(looks < 100, browser.seen?.text)
    const { text } = await browser.open(`${music.url}/settings`)
    const [, given, found] = /(\d+) signed receipts .* so far: (\d+)/.exec(text) ?? []
    assert.ok(Number(given) >= 2, text)
    if (given === found) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
})
