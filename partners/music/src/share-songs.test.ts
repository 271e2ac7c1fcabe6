// Tests of sharing against a real platform, in a browser without JavaScript.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { TestBrowser } from '@parley/world/test-browser.ts'
import { startMusicStage } from '@parley/world/test-music.ts'
import { everything } from '@parley/world/test-site.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'

const music = await startMusicStage()
const { parley, ana, ben, conversation, logIn, share, listen } = music
after(music.close)

type Event = {
  id?: string
  kind: string
  text?: string
  card?: { name: string }
  via?: { name: string }
  deleted?: unknown
}
const eventsOf = async (person: TestPerson): Promise<Event[]> =>
  (await person.get<{ items: Event[] }>(`/api/conversations/${conversation}/events?limit=100`)).body.items

test('a song is played, shared, answered, deleted and gone', async () => {
  const browser = await logIn(ana)
  assert.match(browser.seen!.text, /Hello, Ana/)
  const token = await music.tokenOf(browser)
  assert.equal((await music.submit(token, listen('Salt on the Window'))).status, 200)
  assert.match((await browser.open(music.url)).text, /Playing now Salt on the Window/)

  const shared = await share(browser, '/share?now=1', 'the one from the train <b>')
  assert.match(shared.text, /Salt on the Window Mara Linde Sent to Ben/)
  assert.match(shared.text, /No reply yet/)
  const song = (await eventsOf(ben)).find(({ card }) => card?.name === 'Salt on the Window')
  assert.deepEqual([song?.text, song?.via?.name], ['the one from the train <b>', 'Music'])

  await ben.post(`/api/conversations/${conversation}/messages`, {
    clientId: crypto.randomUUID(),
    text: 'lovely!\n<i>',
    replyTo: song?.id
  })
  await ben.post(`/api/conversations/${conversation}/messages`, { clientId: crypto.randomUUID(), text: 'a secret' })
  const answered = await browser.open(shared.url)
  assert.match(answered.text, /Replies Ben just now lovely! <i>/)
  assert.doesNotMatch(answered.text, /a secret/)
  assert.match((await browser.open(`${music.url}/shares`)).text, /for Ben 1 reply/)

  await browser.open(`${shared.url.pathname}/delete`)
  assert.match(browser.seen!.text, /disappears for Ben too/)
  const deleted = await browser.click('Delete for everyone')
  assert.match(deleted.text, /Salt on the Window Mara Linde Deleted for everyone/)
  assert.doesNotMatch(deleted.text, /the one from the train|lovely|Ben/)
  assert.match((await browser.open(`${music.url}/shares`)).text, /Salt on the Window Mara Linde deleted · /)
  for (const person of [ana, ben]) {
    const gone = (await eventsOf(person)).find(({ id }) => id === song?.id)
    assert.ok(gone?.deleted)
    assert.equal(gone.card, undefined)
  }
})

test('a message that was deleted in Parley is shown as deleted, and so is a reply', async () => {
  const browser = await logIn(ana)
  const shared = await share(browser, '/share?tune=1', 'second')
  const song = (await eventsOf(ana)).findLast(({ text }) => text === 'second')
  const reply = (
    await ben.post<{ id: string }>(`/api/conversations/${conversation}/messages`, {
      clientId: crypto.randomUUID(),
      text: 'oops',
      replyTo: song?.id
    })
  ).body
  assert.match((await browser.open(shared.url)).text, /oops/)
  await ben.delete(`/api/conversations/${conversation}/messages/${reply.id}`)
  const after = await browser.open(shared.url)
  assert.doesNotMatch(after.text, /oops/)
  assert.match(after.text, /This reply was deleted/)
  await ana.delete(`/api/conversations/${conversation}/messages/${song?.id}`)
  const gone = await browser.open(shared.url)
  assert.match(gone.text, /Deleted for everyone/)
  assert.doesNotMatch(gone.text, /second|This reply was deleted/)
})

test('Parley is asked for the names of friends once for a share', async () => {
  const asked = async (): Promise<number> =>
    (await ana.get<{ items: { kind: string }[] }>('/api/activity?limit=100')).body.items.filter(
      ({ kind }) => kind === 'list'
    ).length
  const browser = await logIn(ana)
  const before = await asked()
  assert.match((await share(browser, '/share?tune=4', 'once')).text, /Sent to Ben/)
  assert.equal(await asked(), before + 1)
})

test('whoever is no friend any more when the form comes back gets nothing, and the share says why', async () => {
  const dan = await signUpPerson(parley, 'dan')
  await befriend(ana, dan)
  const { id } = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: dan.id })).body
  const browser = await logIn(ana, 'Allow', everything(id))
  await browser.open(`${music.url}/share?tune=0`)
  await ana.delete(`/api/friends/${dan.id}`)
  const refused = await browser.click('Share', { text: { note: 'too late' }, tick: { conversation: [id] } })
  assert.match(refused.text, /not friends in Parley any more/)
  assert.match(refused.text, /Not sent to Dan/)
})

test('a friend who is not in the form is refused', async () => {
  const browser = await logIn(ana)
  await browser.open(`${music.url}/share?tune=0`)
  const { text, status } = await browser.click('Share', { tick: { conversation: [] } })
  assert.deepEqual([status, /Choose a friend/.test(text)], [400, true])
})

test('a form that is sent twice shares once', async () => {
  const browser = await logIn(ana)
  await browser.open(`${music.url}/share?tune=2`)
  const { action } = browser.form('Share')
  const body = browser.bodyOf('Share', { text: { note: 'only once' }, tick: { conversation: [conversation] } })
  const send = () =>
    browser.request(new URL(action, music.url), { method: 'POST', body, headers: { origin: music.url } })
  const answers = await Promise.all([send(), send(), send()])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [303, 303, 303]
  )
  assert.equal((await eventsOf(ben)).filter(({ text }) => text === 'only once').length, 1)
})

test('one person sees nothing of another', async () => {
  const browser = await logIn(ana)
  const shared = await share(browser, '/share?tune=2', 'mine')
  const other = await logIn(ben)
  assert.equal((await other.open(shared.url)).status, 404)
  assert.equal((await other.open(`${music.url}/share?listen=1`)).status, 404)
  const nobody = new TestBrowser(music.url)
  assert.doesNotMatch((await nobody.open(shared.url)).text, /mine/)
})

test('tokens of Parley never reach the browser, and all is there after a restart', async () => {
  const browser = await logIn(ana)
  const shared = await share(browser, '/share?tune=4', 'stays')
  for (const path of ['/', '/settings', '/shares', shared.url.pathname]) {
    const { body, headers } = await browser.open(`${music.url}${path}`)
    assert.doesNotMatch(body + headers.getSetCookie().join(), /accessToken|refreshToken|"d":/)
  }
  await music.restart()
  assert.match((await browser.open(shared.url)).text, /Sent/)
  assert.match((await share(browser, '/share?tune=0', 'after the restart')).text, /Sent/)
})
