// Tests of the whole app against a real platform, through its own pages and addresses.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { parleyApp, ParleyRefusal, type Session } from '@parley/sdk'
import { openStore } from '@parley/site'
import { type Fill, type Seen, TestBrowser } from '@parley/world/test-browser.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { freePort, startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { readConfig } from './config.ts'
import { startWatching } from './start.ts'
import { jellyfinEpisode, jellyfinFilm } from './watched/test-reports.ts'

let parley: TestPlatform
let ana: TestPerson
let ben: TestPerson
let david: TestPerson
let withBen: string
let withDavid: string
let browser: TestBrowser
let watching: Awaited<ReturnType<typeof startWatching>>
let config: ReturnType<typeof readConfig>
let hook: string
let appId: string
const folder = mkdtempSync(join(tmpdir(), 'watching-test-'))

const direct = async (person: TestPerson): Promise<string> =>
  (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: person.id })).body.id

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  ;[ana, ben, david] = await Promise.all([
    signUpPerson(parley, 'ana'),
    signUpPerson(parley, 'ben'),
    signUpPerson(parley, 'david')
  ])
  await befriend(ana, ben)
  await befriend(ana, david)
  withBen = await direct(ben)
  withDavid = await direct(david)
  const port = await freePort()
  const url = `http://localhost:${port}`
  const client = await registerTestClient(parley, {
    clientId: 'watching',
    name: 'Watching',
    redirectUris: [`${url}/callback`],
    postLogoutRedirectUris: [`${url}/`],
    isDevice: true
  })
  appId = client.id
  config = readConfig({
    PARLEY_URL: parley.url,
    WATCHING_CLIENT_SECRET: client.secret,
    PARLEY_APP_PORT_BASE: String(port - 2),
    PARLEY_DATA: folder
  })
  watching = await startWatching(config)
})
after(async () => {
  await watching?.close()
  await parley?.close()
  rmSync(folder, { recursive: true })
})

const allow = (conversation: string): Fill => ({
  tick: { action: ['read', 'write'], friends: ['yes'], kind: ['text', 'film', 'episode'], conversation: [conversation] }
})
const open = (path: string): Promise<Seen> => browser.open(`${watching.url}${path}`)
const report = async (body: object): Promise<{ said: string }> =>
  (await (await fetch(`${hook}/jellyfin`, { method: 'POST', body: JSON.stringify(body) })).json()) as { said: string }

type Told = { id: string; card?: { type: string; name: string }; text?: string; deleted?: unknown }
/** What the app wrote into a conversation, as Ben sees it. */
const cards = async (conversation = withBen): Promise<Told[]> => {
  const person = conversation === withBen ? ben : david
  const { body } = await person.get<{ items: { kind: string; message?: unknown }[] }>(
    `/api/conversations/${conversation}/events?limit=100`
  )
  return body.items
    .map((event) => ({ ...event, ...(event.message as object) }) as unknown as Told)
    .filter(({ card }) => card)
}
const eventually = async <T>(look: () => Promise<T>, good: (seen: T) => boolean): Promise<T> => {
  for (let tries = 0; ; tries++) {
    const seen = await look()
    if (good(seen)) return seen
    if (tries > 150) throw new Error(`It did not come: ${JSON.stringify(seen)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
const titlePath = async (name: string): Promise<string> => {
  const { body } = await open('/')
  const path = new RegExp(`href="(/titles/[\\w-]+)">${name}<`).exec(body)?.[1]
  if (!path) throw new Error(`${name} is not on the shelf`)
  return path
}
/** The app's own session, to ask for what it has no business with. */
const ownSession = async (): Promise<Session> => {
  const db = new DatabaseSync(join(folder, 'watching/watching.sqlite'))
  const id = String(db.prepare('select parley_session from person').get()!['parley_session'])
  const kept = db.prepare('select value from kept where name = ?').get(`session:${id}`)!
  db.close()
  const value = JSON.parse(String(kept['value']))
  const app = parleyApp({
    platform: parley.url,
    clientId: 'watching',
    clientSecret: config.clientSecret!,
    redirectUri: `${watching.url}/callback`,
    store: {
      get: async (name) => (name === `session:${id}` ? value : undefined),
      set: async () => {},
      delete: async () => {}
    }
  })
  return (await app.session(id))!
}

test('a person logs in; the permission is the least that the story needs, and the platform refuses more', async () => {
  browser = new TestBrowser(parley.url, watching.url)
  browser.addCookie(ana.cookie)
  assert.match((await open('/')).text, /Seen it/)
  await browser.click('Log in with Parley')
  const seen = await browser.click('Allow', allow(withBen))
  assert.match(seen.text, /Your shelf/)
  const { body } = await open('/settings')
  hook = /value="([^"]+)\/jellyfin"/.exec(body)![1]!

  const session = await ownSession()
  const { detail } = await session.grant.read()
  const { actions, friends, messages, where, until } = detail
  assert.deepEqual([...actions].toSorted(), ['read', 'write'])
  assert.deepEqual({ friends, messages, until }, { friends: true, messages: 'own', until: '90_days' })
  assert.equal(where, 'chosen')
  assert.deepEqual(detail.kinds?.toSorted(), ['episode', 'film', 'text'])
  const refused = async (act: Promise<unknown>, ...codes: string[]): Promise<void> => {
    await assert.rejects(act, (error) => error instanceof ParleyRefusal && codes.includes(error.code))
  }
  const sent = await ben.post(`/api/conversations/${withBen}/messages`, {
    clientId: crypto.randomUUID(),
    text: 'Private'
  })
  assert.equal(sent.status, 201)
  assert.deepEqual(
    (await session.messages.page(withBen)).items,
    [],
    'nothing that Watching did not write, or that answers it'
  )
  await refused(session.messages.write(withDavid, { text: 'Hello' }), 'conversation_missing')
  await refused(session.messages.page(withDavid), 'conversation_missing')
  await refused(session.messages.write(withBen, { card: { type: 'song', name: 'a', byArtist: 'b' } }), 'kind_missing')
  await refused(session.messages.delete(withBen, crypto.randomUUID()), 'right_missing')
})

test('the first report asks who it is; nothing goes out by itself until the person wishes it', async () => {
  assert.deepEqual(await report(jellyfinEpisode()), { said: 'From Tabitha: is this you?' })
  assert.match((await open('/')).text, /Is this you\? Tabitha watched something on Jellyfin/)
  const shelf = await browser.click('This is me')
  assert.match(shelf.text, /The Night Boat/)
  await report(jellyfinEpisode())
  assert.deepEqual(await cards(), [])
})

test('a tap shares a title once, with a note; the same again changes nothing', async () => {
  const path = await titlePath('The Night Boat')
  const form = await open(`${path}/share`)
  assert.match(form.text, /With whom\? .*ben/i)
  const fill = { text: { note: 'Watch this!' }, tick: { conversation: [withBen] } }
  const body = browser.bodyOf('Share', fill)
  const headers = { origin: watching.url, 'content-type': 'application/x-www-form-urlencoded' }
  const sendForm = () => browser.request(`${watching.url}${path}/share`, { method: 'POST', body, headers })
  const both = await Promise.all([sendForm(), sendForm()])
  assert.deepEqual(
    both.map(({ status }) => status),
    [303, 303]
  )
  await sendForm()
  const [one, ...others] = await cards()
  assert.deepEqual(one?.card, {
    type: 'episode',
    name: 'The Night Boat',
    partOfSeries: 'Harbour Lights',
    seasonNumber: 1,
    episodeNumber: 4
  })
  assert.equal(one?.text, 'Watch this!')
  assert.equal(others.length, 0)
  assert.match((await open(path)).text, /Sent, .*Watch this!.*No reply yet/)
  assert.match((await open(`${path}/share`)).text, /has it already/)
})

test('replies show on the title’s page, withheld ones do not, deleted ones disappear', async () => {
  const path = await titlePath('The Night Boat')
  const [{ id }] = (await cards()) as [Told]
  const say = async (text: string): Promise<string> => {
    const { status, body } = await ben.post<{ id: string }>(`/api/conversations/${withBen}/messages`, {
      clientId: crypto.randomUUID(),
      text,
      replyTo: id
    })
    assert.equal(status, 201)
    return body.id
  }
  const answer = await say('I have <b>seen</b> it.')
  await ben.post(`/api/conversations/${withBen}/messages`, { clientId: crypto.randomUUID(), text: 'Not an answer' })
  const seen = await open(path)
  assert.ok(seen.body.includes('I have &lt;b&gt;seen&lt;/b&gt; it.'))
  assert.ok(!seen.body.includes('Not an answer'))
  assert.match((await open('/')).text, /1 reply/)
  assert.equal((await ben.delete(`/api/conversations/${withBen}/messages/${answer}`)).status, 204)
  assert.ok(!(await open(path)).body.includes('seen&lt;/b&gt;'))
  await say('This one stays.')
  assert.match((await open(path)).text, /This one stays\./)
  assert.equal((await ben.put('/api/withheld', { app: appId })).status, 204)
  await say('Between us.')
  assert.ok(!(await open(path)).body.includes('Between us.'))
  assert.equal((await ben.delete(`/api/withheld?app=${appId}`)).status, 204)
})

test('the wish to send is kept: what is finished from then on goes out once, also across a restart', async () => {
  await open('/finishing')
  const saved = await browser.click('Save', { tick: { send_to: [withBen] }, text: { hidden: 'Secret\nKids' } })
  assert.match(saved.text, /Saved\..*send to ben.*Hidden libraries: Secret, Kids/i)
  await report(jellyfinFilm({ Name: 'Hidden One', Path: '/media/secret/x.mkv' }))
  await report(jellyfinFilm({ NotificationType: 'PlaybackProgress' }))
  assert.match((await report(jellyfinFilm())).said, /goes to ben/i)
  await report(jellyfinFilm())
  await eventually(cards, (all) => all.length === 2)
  await watching.close()
  watching = await startWatching(config)
  await report(jellyfinFilm({ Provider_imdb: undefined }))
  await report(jellyfinEpisode())
  assert.deepEqual(
    (await cards()).map(({ card }) => card?.name),
    ['The Night Boat', 'The Lamplighter']
  )
})

test('a crash after the message is written and before that is known makes no second message', async () => {
  await watching.close()
  const db = openStore(join(folder, 'watching'), 'watching', '')
  db.exec(`update share set state = 'sending', message = null`)
  db.close()
  watching = await startWatching(config)
  await eventually(
    () => open('/'),
    ({ text }) => !/Not sent yet/.test(text)
  )
  assert.equal((await cards()).length, 2)
})

test('while Parley is away a share waits, and goes out afterwards', async () => {
  const real = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    if (String(input instanceof Request ? input.url : input).startsWith(parley.url)) throw new TypeError('fetch failed')
    return real(input, init)
  }
  try {
    assert.match((await report(jellyfinFilm({ Name: 'Fog', Provider_imdb: undefined }))).said, /goes to/)
  } finally {
    globalThis.fetch = real
  }
  await watching.close()
  watching = await startWatching(config)
  await eventually(cards, (all) => all.length === 3)
})

test('a message that its friend or the person deleted is never sent again', async () => {
  const [{ id }] = (await cards()) as [Told]
  assert.equal((await ana.delete(`/api/conversations/${withBen}/messages/${id}`)).status, 204)
  const path = await titlePath('The Night Boat')
  assert.match((await open(path)).text, /Deleted in Parley/)
  assert.ok(!(await open(path)).text.includes('This one stays.'))
  await report(jellyfinEpisode())
  assert.match((await open(`${path}/share`)).text, /has it already/)
})

test('after a revoke the app says so, sends nothing, and a new permission sends what was refused by a tap', async () => {
  const grants = await ana.get<{ items: { id: string }[] }>('/api/grants')
  assert.equal((await ana.post(`/api/grants/${grants.body.items[0]!.id}/revoke`, {})).status, 200)
  assert.match((await open('/')).text, /The connection to Parley has ended/)
  const before = (await cards()).length
  await report(jellyfinFilm({ Name: 'After the end', Provider_imdb: undefined }))
  const path = await titlePath('After the end')
  const seen = await eventually(
    () => open(path),
    ({ text }) => /Not sent,/.test(text)
  )
  assert.match(seen.text, /Connect again/)
  await browser.click('Send again')
  assert.equal((await cards()).length, before)
  await browser.click('Connect again')
  await browser.click('Allow', allow(withBen))
  assert.equal((await cards()).length, before, 'nothing goes out by itself after that')
  await open(path)
  await browser.click('Send again')
  assert.equal((await cards()).length, before + 1)
})

test('a television logs in by a code and gets no permission; a code that somebody said no to is replaced', async () => {
  const tv = new TestBrowser(watching.url, watching.url)
  const codeOn = (seen: Seen): string => /id="code">([^<]+)</.exec(seen.body)?.[1] ?? `none: ${seen.text}`
  const look = () => tv.open(`${watching.url}/tv`)
  const enter = async (code: string, answer: string): Promise<Seen> => {
    const phone = new TestBrowser(parley.url)
    phone.addCookie(ana.cookie)
    await phone.open(/(http[^<\s]*device[^<\s]*)/.exec(tvAddress)?.[1] ?? tvAddress)
    await phone.click('Continue', { text: { user_code: code } })
    await phone.click('Yes, continue')
    return phone.click(answer)
  }
  const first = await look()
  const tvAddress = `http://${/tv-address">([^<]+)</.exec(first.body)?.[1]}`
  assert.match(first.body, /<svg class="qr"[^>]*role="img"/)
  assert.equal(codeOn(await look()), codeOn(first), 'it stays while it holds')
  await enter(codeOn(first), 'Deny')
  const second = await eventually(look, (seen) => codeOn(seen) !== codeOn(first))
  await enter(codeOn(second), 'Log in')
  const shelf = await eventually(look, ({ text }) => text.includes('shelf'))
  assert.match(shelf.text, /Ana’s shelf.*After the end/i)
  assert.match((await look()).text, /Ana’s shelf/i)
  const db = openStore(join(folder, 'watching'), 'watching', '')
  assert.equal(db.prepare('select count(*) as n from person').get()?.['n'], 1)
  db.close()
  assert.doesNotMatch((await open('/')).text, /and that is all|has ended/, 'the permission is as it was')
})

test('forms of other sites and of strangers change nothing; new addresses end the old ones', async () => {
  const headers = { origin: 'http://evil.example', 'content-type': 'application/x-www-form-urlencoded' }
  const path = await titlePath('After the end')
  const foreign = await browser.request(`${watching.url}${path}/share`, {
    method: 'POST',
    body: new URLSearchParams(),
    headers
  })
  assert.equal(foreign.status, 403)
  const stranger = new TestBrowser(watching.url)
  assert.equal((await stranger.open(`${watching.url}${path}`)).text.includes('After the end'), false)
  await open('/settings')
  await browser.click('Make new addresses')
  assert.equal((await fetch(`${hook}/jellyfin`, { method: 'POST', body: '{}' })).status, 404)
})
