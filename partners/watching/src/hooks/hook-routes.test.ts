// Tests of the addresses for media servers, over HTTP: what they take, what they refuse, and what the last calls say.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { jellyfinEpisode, jellyfinFilm, jellyfinMusic, plexEpisode } from '@parley/connectors/media/test-reports.ts'
import { atomically } from '@parley/site'
import { freePort } from '@parley/world/test-platform.ts'
import { openTestApp, type TestApp } from '../test-app.ts'
import { claimAccount, listAccounts } from '../watched/account.ts'
import { listTitles, titlesMax } from '../watched/keep-title.ts'
import { keepWishes } from '../wishes.ts'

let app: TestApp
let ana: string
let token: string

before(async () => {
  app = await openTestApp(await freePort())
  ana = app.ana.id
  await app.site.listen()
})
after(() => app.close())
beforeEach(() => {
  app.clear()
  token = app.site.callToken(app.ana)
})

const post = async (path: string, body: BodyInit, type?: string) => {
  const response = await fetch(`${app.site.config.url}/hooks/${token}${path}`, {
    method: 'POST',
    body,
    ...(type !== undefined && { headers: { 'content-type': type } })
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const jellyfin = (body: object, type = 'application/json') => post('/jellyfin', JSON.stringify(body), type)
const plex = (payload: object | string, picture?: Blob) => {
  const form = new FormData()
  form.append('payload', typeof payload === 'string' ? payload : JSON.stringify(payload))
  if (picture) form.append('thumb', picture, 'thumb.jpg')
  return post('/plex', form)
}
const trakt = (action: string, body: object) => post(`/trakt/scrobble/${action}`, JSON.stringify(body))
const lastCalls = () =>
  app.site.db.prepare('select said, wrong, times from call where person = ? order by place desc').all(ana) as {
    said: string
    wrong: number
    times: number
  }[]
const said = () => lastCalls().map((call) => call.said)
const names = () => listTitles(app.site.db, ana, 50).map(({ title }) => title.name)
const claimAll = (mine = true): void => {
  for (const { source, id } of listAccounts(app.site.db, ana)) claimAccount(app.site.db, ana, { source, id, mine })
}
const megabytes = (n: number): Blob => new Blob([Buffer.alloc(n * 1024 * 1024)], { type: 'image/jpeg' })

test('a report is taken whatever its content type says', async () => {
  for (const type of [
    'application/json',
    'text/plain; charset=utf-8',
    'application/x-www-form-urlencoded',
    'nonsense'
  ]) {
    const answer = await jellyfin(jellyfinEpisode(), type)
    assert.deepEqual(answer, { status: 200, body: { said: 'From Tabitha: is this you?' } })
  }
  assert.deepEqual(names(), [])
  claimAll()
  assert.deepEqual(names(), ['The Night Boat'])
})

test('an address that nobody has is not found, and leaves nothing', async () => {
  token = 'x'.repeat(43)
  assert.equal((await jellyfin(jellyfinEpisode())).status, 404)
  assert.deepEqual(said(), [])
})

test('bad reports are refused in a sentence that the settings page shows too', async () => {
  for (const [body, status, error] of [
    ['{"NotificationType":', 400, 'The body is not JSON.'],
    ['[]', 400, 'The body must be a JSON object.'],
    ['', 400, 'The request has no body.'],
    [JSON.stringify(jellyfinFilm({ UserId: null })), 400, 'UserId is missing.'],
    [JSON.stringify(jellyfinFilm({ Overview: 'x'.repeat(600_000) })), 413, 'The body is too large.']
  ] as const) {
    assert.deepEqual(await post('/jellyfin', body, 'application/json'), { status, body: { error } })
    const { said, wrong } = lastCalls()[0]!
    assert.deepEqual([said, wrong], [`Refused: ${error}`, 1])
  }
  assert.deepEqual(names(), [])
})

test('progress every ten seconds is one line of the last calls, and the list has an end', async () => {
  await jellyfin(jellyfinEpisode({ NotificationType: 'PlaybackStart' }))
  claimAll()
  for (let i = 1; i <= 30; i++) {
    await jellyfin(jellyfinEpisode({ NotificationType: 'PlaybackProgress', PlaybackPositionTicks: i * 1e8 }))
  }
  assert.deepEqual(said(), ['Watching: The Night Boat', 'From Tabitha: is this you?'])
  assert.equal(lastCalls()[0]!.times, 30)
  for (let i = 0; i < 40; i++) await jellyfin(jellyfinFilm({ Name: `Film ${i}` }))
  assert.equal(said().length, 20)
  assert.equal(said()[0], 'Finished: Film 39')
  assert.ok(!JSON.stringify(lastCalls()).includes(token))
})

test('what others watched, hidden libraries and music leave no name behind', async () => {
  await jellyfin(jellyfinFilm())
  claimAll(false)
  await jellyfin(jellyfinFilm())
  await jellyfin(jellyfinFilm({ Genres: 'Adult' }))
  await jellyfin(jellyfinMusic)
  assert.deepEqual(said().slice(0, 3), [
    'Passed over: music',
    'From a hidden library: nothing was kept',
    'From somebody else’s account: nothing was kept'
  ])
  for (const table of ['shelf', 'title_name', 'account', 'call'])
    assert.ok(!JSON.stringify(app.site.db.prepare(`select * from ${table}`).all()).includes('Lamplighter'), table)
})

test('Plex: the picture beside the payload is read past, and refused when it is too large', async () => {
  assert.equal((await plex(plexEpisode(), megabytes(1))).status, 200)
  claimAll()
  assert.deepEqual(await plex(plexEpisode(), megabytes(19)), {
    status: 200,
    body: { said: 'Finished: The Night Boat' }
  })
  const tooLarge = await plex(plexEpisode({}, { title: 'Other', index: 7 }), megabytes(21))
  assert.deepEqual(tooLarge, { status: 413, body: { error: 'The body is too large.' } })
  assert.deepEqual(names(), ['The Night Boat'])
})

test('Plex: a form without a payload, a broken payload and another content type are refused', async () => {
  const form = new FormData()
  form.append('other', '1')
  assert.deepEqual(await post('/plex', form), { status: 400, body: { error: 'The form has no field "payload".' } })
  assert.equal((await plex('{')).status, 400)
  assert.equal((await plex('x'.repeat(600 * 1024))).status, 413)
  assert.equal((await post('/plex', JSON.stringify(plexEpisode()), 'application/json')).status, 415)
  assert.equal((await post('/plex', 'broken', 'multipart/form-data')).status < 500, true)
  assert.ok(lastCalls().every(({ wrong }) => wrong))
})

test('Trakt: start, pause and stop answer as Trakt does, and the same end again is a conflict', async () => {
  const film = { movie: { title: 'The Lamplighter', year: 2019, ids: { imdb: 'tt0000101', trakt: 1 } } }
  await trakt('start', { ...film, progress: 1 })
  claimAll()
  const paused = await trakt('stop', { ...film, progress: 40 })
  assert.deepEqual([paused.status, paused.body['action'], paused.body['progress']], [201, 'pause', 40])
  const done = await trakt('stop', { ...film, progress: 95 })
  assert.deepEqual([done.status, done.body['action'], done.body['movie']], [201, 'scrobble', film.movie])
  const again = await trakt('stop', { ...film, progress: 96 })
  assert.equal(again.status, 409)
  assert.ok(Date.parse(String(again.body['expires_at'])) > Date.parse(String(again.body['watched_at'])))
  assert.equal((await trakt('start', { ...film, progress: 0 })).status, 201, 'watching again is no conflict')
  assert.equal((await trakt('stop', { ...film, progress: 'x' })).status, 422)
  assert.equal((await trakt('rewind', film)).status, 404)
})

test('a completion is to be sent once, and only as the person wished', async () => {
  const shares = () => app.site.shares.list(ana, 100)
  await jellyfin(jellyfinEpisode({ NotificationType: 'PlaybackStart' }))
  claimAll()
  await jellyfin(jellyfinFilm())
  assert.equal(shares().length, 0)
  keepWishes(app.site.db, ana, { sendTo: { conversation: 'with-ben', friend: 'Ben' }, hiddenLibraries: [] })
  await jellyfin(jellyfinFilm())
  assert.equal(shares().length, 0, 'what was finished before does not go out')
  for (let i = 0; i < 3; i++) await jellyfin(jellyfinEpisode())
  assert.equal(shares().length, 1)
  assert.ok(said().includes('Finished: The Night Boat, goes to Ben'))
})

test('what is over a full shelf is refused in a sentence, and nothing is kept of it', async () => {
  await jellyfin(jellyfinEpisode({ NotificationType: 'PlaybackStart' }))
  claimAll()
  const fill = app.site.db.prepare(`insert into shelf (id, person, seen_at, kept) values (?, ?, 0, '{}')`)
  atomically(app.site.db, () => {
    for (let i = 1; i < titlesMax; i++) fill.run(`filler-${i}`, ana)
  })
  const error = 'Your shelf is full: it holds 5000 titles.'
  assert.deepEqual(await jellyfin(jellyfinFilm()), { status: 422, body: { error } })
  assert.equal(said()[0], `Refused: ${error}`)
  assert.equal((await jellyfin(jellyfinEpisode())).status, 200, 'what is on the shelf goes on')
})
