// Tests of the whole app against a real platform, through its own pages and addresses.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { type Kept, parleyApp, ParleyRefusal, type Session } from '@parley/sdk'
import { openStore } from '@parley/site'
import { TestBrowser } from '@parley/world/test-browser.ts'
import { allow, eventually, startWatchingStage, type Told } from '@parley/world/test-watching.ts'
import { jellyfinEpisode, jellyfinFilm } from '@parley/connectors/media/test-reports.ts'

let stage: Awaited<ReturnType<typeof startWatchingStage>>
before(async () => {
  stage = await startWatchingStage()
})
after(() => stage?.close())

/** Where the title of a page can be shared. */
const shareOf = (path: string): string => path.replace('/titles/', '/share?title=')

/** The app's own session, out of its database, to ask for what it has no business with. */
const sessionIn = async (folder: string, platform: string, secret: string): Promise<Session> => {
  const db = new DatabaseSync(`${folder}/watching.sqlite`)
  const { id } = db.prepare('select parley_session as id from person').get() as { id: string }
  const { value } = db.prepare('select value from kept where name = ?').get(`session:${id}`) as { value: string }
  db.close()
  const kept = JSON.parse(value) as Kept
  const store = {
    get: async (name: string) => (name === `session:${id}` ? kept : undefined),
    set: async () => {},
    delete: async () => {}
  }
  const app = parleyApp({
    platform,
    clientId: 'watching',
    clientSecret: secret,
    redirectUri: 'http://localhost/',
    store
  })
  return (await app.session(id))!
}

test('a person logs in; the permission is the least that the story needs, and the platform refuses more', async () => {
  assert.match((await stage.open('/')).text, /Seen it/)
  await stage.browser.click('Log in with Parley')
  const seen = await stage.browser.click('Allow', allow(stage.conversation))
  assert.match(seen.text, /Your shelf/)
  await stage.findHook()

  const session = await sessionIn(stage.folder, stage.parley.url, stage.secret)
  const { detail } = await session.grant.read()
  const { actions, friends, messages, where, until } = detail
  assert.deepEqual([...actions].toSorted(), ['read', 'write'])
  assert.deepEqual({ friends, messages, until }, { friends: true, messages: 'own', until: '90_days' })
  assert.equal(where, 'chosen')
  assert.deepEqual(detail.kinds?.toSorted(), ['episode', 'film', 'text'])
  const refused = async (act: Promise<unknown>, ...codes: string[]): Promise<void> => {
    await assert.rejects(act, (error) => error instanceof ParleyRefusal && codes.includes(error.code))
  }
  const sent = await stage.ben.post(`/api/conversations/${stage.conversation}/messages`, {
    clientId: crypto.randomUUID(),
    text: 'Private'
  })
  assert.equal(sent.status, 201)
  assert.deepEqual(
    (await session.messages.page(stage.conversation)).items,
    [],
    'nothing that Watching did not write, or that answers it'
  )
  await refused(session.messages.write(stage.withDavid, { text: 'Hello' }), 'conversation_missing')
  await refused(session.messages.page(stage.withDavid), 'conversation_missing')
  await refused(
    session.messages.write(stage.conversation, { card: { type: 'song', name: 'a', byArtist: 'b' } }),
    'kind_missing'
  )
  await refused(session.messages.delete(stage.conversation, crypto.randomUUID()), 'right_missing')
})

test('the first report asks who it is; nothing goes out by itself until the person wishes it', async () => {
  assert.deepEqual(await stage.report(jellyfinEpisode()), { said: 'From Tabitha: is this you?' })
  assert.match((await stage.open('/')).text, /Is this you\?.*Tabitha on Jellyfin/)
  const shelf = await stage.browser.click('This is me')
  assert.match(shelf.text, /The Night Boat/)
  await stage.report(jellyfinEpisode())
  assert.deepEqual(await stage.cards(), [])
})

test('a tap shares a title once, with a note; the same again changes nothing', async () => {
  const path = await stage.titlePath('The Night Boat')
  const form = await stage.open(shareOf(path))
  assert.match(form.text, /With whom\? .*ben/i)
  const fill = { text: { note: 'Watch this!' }, tick: { conversation: [stage.conversation] } }
  const body = stage.browser.bodyOf('Share', fill)
  const headers = { origin: stage.url, 'content-type': 'application/x-www-form-urlencoded' }
  const sendForm = () => stage.browser.request(`${stage.url}/shares`, { method: 'POST', body, headers })
  const both = await Promise.all([sendForm(), sendForm()])
  assert.deepEqual(
    both.map(({ status }) => status),
    [303, 303]
  )
  await sendForm()
  const [one, ...others] = await stage.cards()
  assert.deepEqual(one?.card, {
    type: 'episode',
    name: 'The Night Boat',
    partOfSeries: 'Harbour Lights',
    seasonNumber: 1,
    episodeNumber: 4
  })
  assert.equal(one?.text, 'Watch this!')
  assert.equal(others.length, 0)
  assert.match((await stage.open(path)).text, /Sent to ben.*Watch this!.*No reply yet/i)
  assert.match((await stage.open(shareOf(path))).text, /had it already/)
})

test('replies show on the title’s page, withheld ones do not, deleted ones disappear', async () => {
  const path = await stage.titlePath('The Night Boat')
  const [{ id }] = (await stage.cards()) as [Told]
  const say = async (text: string): Promise<string> => {
    const { status, body } = await stage.ben.post<{ id: string }>(`/api/conversations/${stage.conversation}/messages`, {
      clientId: crypto.randomUUID(),
      text,
      replyTo: id
    })
    assert.equal(status, 201)
    return body.id
  }
  const answer = await say('I have <b>seen</b> it.')
  await stage.ben.post(`/api/conversations/${stage.conversation}/messages`, {
    clientId: crypto.randomUUID(),
    text: 'Not an answer'
  })
  const seen = await stage.open(path)
  assert.ok(seen.body.includes('I have &lt;b&gt;seen&lt;/b&gt; it.'))
  assert.ok(!seen.body.includes('Not an answer'))
  assert.match((await stage.open('/')).text, /1 reply/)
  assert.equal((await stage.ben.delete(`/api/conversations/${stage.conversation}/messages/${answer}`)).status, 204)
  assert.ok(!(await stage.open(path)).body.includes('seen&lt;/b&gt;'))
  await say('This one stays.')
  assert.match((await stage.open(path)).text, /This one stays\./)
  assert.equal((await stage.ben.put('/api/withheld', { app: stage.appId })).status, 200)
  await say('Between us.')
  assert.ok(!(await stage.open(path)).body.includes('Between us.'))
  // What was read before it was hidden is asked for once more a day later.
  const db = openStore(stage.folder, 'watching', '')
  db.exec('update reply set seen_at = seen_at - 90000000')
  db.close()
  assert.ok(!(await stage.open(path)).body.includes('This one stays.'))
  assert.equal((await stage.ben.delete(`/api/withheld?app=${stage.appId}`)).status, 200)
})

test('the wish to send is kept: what is finished from then on goes out once, also across a restart', async () => {
  await stage.open('/finishing')
  const saved = await stage.browser.click('Save', {
    tick: { conversation: [stage.conversation] },
    text: { hidden: 'Secret\nKids' }
  })
  assert.match(saved.text, /Saved\..*send to ben.*Hidden libraries: Secret, Kids/i)
  await stage.report(jellyfinFilm({ Name: 'Hidden One', Path: '/media/secret/x.mkv' }))
  await stage.report(jellyfinFilm({ NotificationType: 'PlaybackProgress' }))
  assert.match((await stage.report(jellyfinFilm())).said, /goes to ben/i)
  await stage.report(jellyfinFilm())
  await eventually(stage.cards, (all) => all.length === 2)
  await stage.restart()
  await stage.report(jellyfinFilm({ Provider_imdb: undefined }))
  await stage.report(jellyfinEpisode())
  assert.deepEqual(
    (await stage.cards()).map(({ card }) => card?.name),
    ['The Night Boat', 'The Lamplighter']
  )
})

test('a crash after the message is written and before that is known makes no second message', async () => {
  const db = openStore(stage.folder, 'watching', '')
  db.exec(`update share set state = 'sending', message = null, tried = 1, waits = 1`)
  db.close()
  await stage.restart()
  await eventually(
    () => stage.open('/'),
    ({ text }) => !/Not sent yet/.test(text)
  )
  assert.equal((await stage.cards()).length, 2)
})

test('who goes back to "ask me" stops what still waits, and it never goes out by itself', async () => {
  const db = openStore(stage.folder, 'watching', '')
  const one = db.prepare(`select person, conversation, friend from share limit 1`).get() as Record<string, string>
  const keep = db.prepare(
    `insert into share (id, person, about, once, conversation, friend, content, state, tried, waits, at)
     values (?, ?, ?, ?, ?, ?, ?, 'sending', ?, 1, 1)`
  )
  const { person, conversation, friend } = one as { person: string; conversation: string; friend: string }
  for (const [about, tried] of [
    ['Never tried', 0],
    ['Perhaps arrived', 1]
  ] as const) {
    const content = JSON.stringify({ card: { type: 'film', name: about } })
    keep.run(crypto.randomUUID(), person, about, conversation, conversation, friend, content, tried)
  }
  await stage.open('/finishing')
  assert.match((await stage.browser.click('Save', { tick: { conversation: [''] } })).text, /Saved\..*ask me/)
  await stage.restart()
  await stage.open('/finishing')
  const again = await stage.browser.click('Save', { tick: { conversation: [stage.conversation] } })
  assert.match(again.text, /Saved\..*send to ben/i)
  await stage.report(jellyfinFilm({ Name: 'A later one', Provider_imdb: undefined }))
  await eventually(stage.cards, (all) => all.some(({ card }) => card?.name === 'A later one'))
  assert.equal((await stage.cards()).length, 3, 'neither went before it')
  const left = db.prepare(`select about, state, waits from share where state = 'sending'`).all()
  assert.deepEqual({ ...left[0] }, { about: 'Perhaps arrived', state: 'sending', waits: 0 })
  assert.equal(left.length, 1)
  db.exec(`delete from share where state = 'sending'`)
  db.close()
})

test('while Parley is away a share waits, and goes out afterwards', async () => {
  const real = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    if (String(input instanceof Request ? input.url : input).startsWith(stage.parley.url))
      throw new TypeError('fetch failed')
    return real(input, init)
  }
  try {
    assert.match((await stage.report(jellyfinFilm({ Name: 'Fog', Provider_imdb: undefined }))).said, /goes to/)
  } finally {
    globalThis.fetch = real
  }
  await stage.restart()
  await eventually(stage.cards, (all) => all.length === 4)
})

test('a message that its friend or the person deleted is never sent again', async () => {
  const [{ id }] = (await stage.cards()) as [Told]
  assert.equal((await stage.ana.delete(`/api/conversations/${stage.conversation}/messages/${id}`)).status, 204)
  const path = await stage.titlePath('The Night Boat')
  assert.match((await stage.open(path)).text, /Deleted for everyone/)
  assert.ok(!(await stage.open(path)).text.includes('This one stays.'))
  await stage.report(jellyfinEpisode())
  assert.match((await stage.open(shareOf(path))).text, /had it already/)
})

test('after a revoke the app says so, sends nothing, and a new permission sends what was refused by a tap', async () => {
  const grants = await stage.ana.get<{ items: { id: string }[] }>('/api/grants')
  assert.equal((await stage.ana.post(`/api/grants/${grants.body.items[0]!.id}/revoke`, {})).status, 200)
  assert.match((await stage.open('/')).text, /The connection to Parley has ended/)
  const before = (await stage.cards()).length
  await stage.report(jellyfinFilm({ Name: 'After the end', Provider_imdb: undefined }))
  const path = await stage.titlePath('After the end')
  const seen = await eventually(
    () => stage.open(path),
    ({ text }) => /Not sent to/.test(text)
  )
  assert.match(seen.text, /Connect again/)
  await stage.browser.click('Send again')
  assert.equal((await stage.cards()).length, before)
  await stage.browser.click('Connect again')
  await stage.browser.click('Allow', allow(stage.conversation))
  assert.equal((await stage.cards()).length, before, 'nothing goes out by itself after that')
  await stage.open(path)
  await stage.browser.click('Send again')
  assert.equal((await stage.cards()).length, before + 1)
})

test('forms of other sites and of strangers change nothing; new addresses end the old ones', async () => {
  const headers = { origin: 'http://evil.example', 'content-type': 'application/x-www-form-urlencoded' }
  const path = await stage.titlePath('After the end')
  const foreign = await stage.browser.request(`${stage.url}/shares`, {
    method: 'POST',
    body: new URLSearchParams(),
    headers
  })
  assert.equal(foreign.status, 403)
  const stranger = new TestBrowser(stage.url)
  assert.equal((await stranger.open(`${stage.url}${path}`)).text.includes('After the end'), false)
  await stage.open('/settings')
  await stage.browser.click('Make new addresses')
  assert.equal((await fetch(stage.hook(), { method: 'POST', body: '{}' })).status, 404)
})
