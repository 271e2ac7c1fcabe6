// Tests of what the app does with each permission, and without one, against a real platform.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startMusicStage } from '@parley/world/test-music.ts'
import { everything } from '@parley/world/test-site.ts'
import { type TestPerson } from '@parley/world/test-person.ts'

const music = await startMusicStage()
const { parley, ana, conversation, logIn, share, listen } = music
after(music.close)

const liveGrant = async (person: TestPerson): Promise<string> => {
  const { items } = (await person.get<{ items: { id: string; ended?: unknown }[] }>('/api/grants')).body
  return items.find((grant) => !grant.ended)?.id ?? assert.fail('no live grant')
}

test('when the permission is revoked the app says so, keeps the history, and offers to connect again', async () => {
  const browser = await logIn(ana)
  const shared = await share(browser, '/share?tune=0', 'before the end')
  await ana.post(`/api/grants/${await liveGrant(ana)}/revoke`)
  for (const path of ['/', '/settings', new URL(shared.url).pathname, '/share?tune=0']) {
    assert.match((await browser.open(`${music.url}${path}`)).text, /connection (to Parley )?has ended/)
  }
  const token = await music.tokenOf(browser)
  assert.equal((await music.submit(token, listen('After the end', Math.floor(Date.now() / 1000)))).status, 200)
  assert.match((await browser.open(`${music.url}/history`)).text, /After the end/)
  assert.match((await browser.open(shared.url)).text, /Replies are no longer read\./)
  await browser.open(shared.url)
  await browser.click('Connect again')
  await browser.click('Allow', everything(conversation))
  assert.equal(browser.seen?.url.pathname, new URL(shared.url).pathname)
  assert.doesNotMatch(browser.seen.text, /has ended/)
  assert.match((await share(browser, '/share?tune=3', 'after the end')).text, /Sent/)
})

test('whoever gave less is told what is missing and can be asked for it', async () => {
  const browser = await logIn(ana, 'Allow', {
    tick: { action: ['read'], friends: ['yes'], conversation: [conversation] }
  })
  assert.match(
    (await browser.open(`${music.url}/share?tune=0`)).text,
    /Music may not write messages To share a song, allow Music to write messages and to see the names of the people you choose\./
  )
  assert.match((await browser.open(`${music.url}/settings`)).text, /Send songs for you.*: no .*Read replies.*: yes/)
  await browser.open(`${music.url}/share?tune=0`)
  await browser.click('Ask Parley for this')
  await browser.click('Allow', { tick: { action: ['write'], friends: ['yes'], conversation: [conversation] } })
  assert.equal(browser.seen?.url.pathname, '/share')
  const shared = await share(browser, '/share?tune=0', 'write only')
  assert.match(shared.text, /Sent/)
  assert.match(shared.text, /Replies are not read\./)
  assert.match(shared.text, /Music may not read replies/)
  assert.match(shared.text, /Music may not delete what it sent/)
  await browser.open(`${music.url}/share?tune=0`)
  await ana.post(`/api/grants/${await liveGrant(ana)}/narrow`, { friends: false })
  assert.match((await browser.open(`${music.url}/share?tune=0`)).text, /may not see the names/)
})

test('logging in again in a known browser keeps the permission that there is', async () => {
  const browser = await logIn(ana)
  const grant = await liveGrant(ana)
  await browser.open(`${music.url}/settings`)
  await browser.click('Log out of Music')
  await browser.click('Log in with Parley')
  if (browser.seen?.url.origin === parley.url) await browser.click('Log in')
  assert.match(browser.seen!.text, /Hello, Ana/)
  assert.equal(await liveGrant(ana), grant)
  assert.match((await share(browser, '/share?tune=1', 'same permission')).text, /Sent/)
})
