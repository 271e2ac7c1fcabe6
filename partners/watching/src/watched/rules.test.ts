// Tests of the rules over the app's own database: what is kept, and that nothing goes out twice or without a wish.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { parseJellyfin } from '@parley/connectors/media/parse-jellyfin.ts'
import { parsePlex } from '@parley/connectors/media/parse-plex.ts'
import { jellyfinEpisode, jellyfinFilm, plexEpisode } from '@parley/connectors/media/test-reports.ts'
import type { Watched } from '@parley/connectors/media/watched.ts'
import { atomically } from '@parley/site'
import fc from 'fast-check'
import { openTestApp } from '../test-app.ts'
import { keepWishes } from '../wishes.ts'
import { claimAccount, listAccounts } from './account.ts'
import { decide, isHidden, type Whose } from './decide.ts'
import { listTitles, titlesMax } from './keep-title.ts'
import { takeIn } from './take-in.ts'

const { site, ana, clear, close } = await openTestApp(4102)
const { db } = site
after(close)

const episode = (fields: object = {}): Watched => parseJellyfin(jellyfinEpisode(fields)) as Watched
const film = (fields: object = {}): Watched => parseJellyfin(jellyfinFilm(fields)) as Watched
const ben = { conversation: 'with-ben', friend: 'Ben Okafor' }

const wish = (sendTo: typeof ben | undefined): void => keepWishes(db, ana.id, { sendTo, hiddenLibraries: [] })
const take = (watched: Watched) => takeIn(site, ana.id, watched).decision
const titles = () => listTitles(db, ana.id, 100)
const shares = () => site.shares.list(ana.id, 100)
const accounts = () => listAccounts(db, ana.id)
const claim = (watched: Watched, mine: boolean): void =>
  claimAccount(db, ana.id, { source: watched.source, id: watched.account.id, mine })

const begin = (whose: Whose = 'mine', sendTo: typeof ben | undefined = ben): void => {
  clear()
  wish(sendTo)
  if (whose === 'unknown') return
  for (const watched of [episode(), parsePlex(plexEpisode()) as Watched]) {
    take({ ...watched, completed: false, name: 'x', ids: {}, season: 99 })
    claim(watched, whose === 'mine')
  }
  db.exec('delete from title_name; delete from shelf')
}

test('a finished title waits to be sent, once, however often its end comes', () => {
  begin()
  assert.equal(take(episode({ NotificationType: 'PlaybackStart', PlaybackPositionTicks: 0 })), 'shelf')
  for (let i = 0; i < 20; i++) assert.equal(take(episode({ NotificationType: 'PlaybackProgress' })), 'shelf')
  assert.equal(shares().length, 0)
  assert.equal(take(episode()), 'send')
  assert.equal(shares().length, 1)
  for (let i = 0; i < 3; i++) assert.equal(take(episode()), 'shelf')
  assert.equal(take(episode({ Provider_imdb: undefined, Provider_tmdb: undefined })), 'shelf', 'also without ids')
  assert.equal(take(parsePlex(plexEpisode()) as Watched), 'shelf', 'also from another source')
  assert.equal(take(episode({ Name: 'El barco', SeriesName: 'Luces' })), 'shelf', 'also in another language')
  assert.equal(shares().length, 1)
  assert.equal(titles().length, 1)
})

test('a stop without a start counts; a film without a year is the one with its year', () => {
  begin()
  assert.equal(take(film()), 'send')
  assert.equal(take(film({ Year: undefined, Provider_imdb: undefined })), 'shelf')
  assert.equal(take(film({ Year: 1954, Provider_imdb: 'tt0000777' })), 'send', 'another film of the same name')
  assert.equal(titles().length, 2)
})

test('an account that nobody spoke for sends nothing and keeps its last report until somebody does', () => {
  begin('unknown')
  assert.equal(take(episode()), 'ask')
  assert.equal(take(film()), 'ask')
  assert.deepEqual(
    accounts().map(({ name, whose }) => [name, whose]),
    [['Tabitha', 'unknown']]
  )
  assert.equal(titles().length, 0)
  claim(film(), true)
  assert.deepEqual(
    titles().map(({ title }) => title.name),
    ['The Lamplighter']
  )
  assert.equal(shares().length, 0, 'what was finished before the answer goes out by a tap only')
})

test('somebody else’s account and a foreign account of the same name keep and send nothing', () => {
  begin('other')
  assert.equal(take(episode()), 'other')
  assert.equal(titles().length + shares().length, 0)
  const held = db.prepare('select held from account').all()
  assert.ok(held.every((row) => row['held'] === null))
  begin()
  assert.equal(take(episode({ UserId: 'ffffffffffffffffffffffffffffffff' })), 'ask')
  assert.equal(shares().length, 0)
})

test('whoever fills the page with accounts gets no further question asked', () => {
  begin('unknown')
  for (let i = 0; i < 60; i++) take(episode({ UserId: `user-${i}` }))
  assert.equal(accounts().length, 50)
})

test('a hidden library leaves no title, no question and no share', () => {
  begin('unknown')
  assert.equal(take(film({ Genres: 'Adult' })), 'hidden')
  assert.equal(titles().length + shares().length + accounts().length, 0)
})

test('adult ratings and genres, and libraries that are named so, are hidden', () => {
  const hidden = (fields: object, wished: string[] = []): boolean =>
    isHidden(parseJellyfin(jellyfinFilm(fields)) as Watched, wished)
  assert.equal(hidden({}), false)
  assert.equal(hidden({ Genres: 'Drama, Adult' }), true)
  assert.equal(hidden({ OfficialRating: 'XXX' }), true)
  assert.equal(hidden({ Path: '/media/Adults Only/a.mkv' }), true)
  assert.equal(hidden({ Path: '/media/Home Videos/a.mkv' }, ['home videos ']), true)
  assert.equal(hidden({ Path: '/media/Home Videos/a.mkv' }, ['videos']), false)
  const plex = (metadata: object): boolean => isHidden(parsePlex(plexEpisode({}, metadata)) as Watched, [])
  assert.equal(plex({ contentRating: 'gb/X' }), true)
  assert.equal(plex({ Genre: [{ tag: 'Erotica' }] }), true)
  assert.equal(plex({ librarySectionTitle: 'Hidden' }), true)
  assert.equal(plex({ contentRating: 'TV-14', Genre: 'x' }), false)
})

test('a full shelf takes no new title, says so, and still keeps what it knows', () => {
  begin()
  take(film())
  const fill = db.prepare(`insert into shelf (id, person, seen_at, kept) values (?, ?, 0, '{}')`)
  atomically(db, () => {
    for (let i = 1; i < titlesMax; i++) fill.run(`filler-${i}`, ana.id)
  })
  assert.throws(() => take(episode()), { status: 422, message: 'Your shelf is full: it holds 5000 titles.' })
  assert.equal(shares().length, 1)
  assert.equal(take(film()), 'shelf')
  take(film({ UserId: 'hers' }))
  claimAccount(db, ana.id, { source: 'jellyfin', id: 'hers', mine: true })
  take(episode({ UserId: 'hers too' }))
  claimAccount(db, ana.id, { source: 'jellyfin', id: 'hers too', mine: true })
  assert.equal(db.prepare('select count(*) as n from shelf').get()!['n'], titlesMax)
})

test('in every order of reports, at most one share for a title and a friend, and none without a wish for it', () => {
  const report = fc.record({
    title: fc.constantFrom(film, episode),
    event: fc.constantFrom('PlaybackStart', 'PlaybackProgress', 'PlaybackStop'),
    completed: fc.boolean(),
    stranger: fc.boolean(),
    hidden: fc.boolean(),
    ids: fc.boolean(),
    to: fc.constantFrom('ask', 'ben', 'cleo')
  })
  fc.assert(
    fc.property(fc.array(report, { maxLength: 30 }), (reports) => {
      begin('mine', undefined)
      let allowed = 0
      for (const { title, event, completed, stranger, hidden, ids, to } of reports) {
        wish(to === 'ask' ? undefined : { conversation: to, friend: to })
        const before = shares().length
        take(
          title({
            NotificationType: event,
            PlayedToCompletion: completed,
            ...(stranger && { UserId: 'stranger' }),
            ...(hidden && { Genres: 'Adult' }),
            ...(!ids && { Provider_imdb: undefined, Provider_tmdb: undefined })
          })
        )
        const grew = shares().length - before
        const may = event === 'PlaybackStop' && completed && !stranger && !hidden && to !== 'ask'
        assert.ok(grew === 0 || (grew === 1 && may))
        allowed += grew
      }
      const rows = shares().map(({ about, conversation }) => `${about} ${conversation}`)
      assert.equal(new Set(rows).size, rows.length)
      assert.equal(rows.length, allowed)
      assert.ok(allowed <= 2, 'each title goes out by itself when it is finished for the first time')
    }),
    { numRuns: 60 }
  )
})

test('the rule alone: only the own account’s first completion outside hidden libraries is sent, and only as wished', () => {
  fc.assert(
    fc.property(
      fc.record({
        completed: fc.boolean(),
        adult: fc.boolean(),
        library: fc.constantFrom('Films', 'Adult', 'Secret'),
        whose: fc.constantFrom<Whose>('mine', 'other', 'unknown'),
        sendTo: fc.constantFrom('ben', undefined),
        finished: fc.boolean(),
        sentTo: fc.subarray(['ben', 'cleo'])
      }),
      ({ completed, adult, library, whose, sendTo, finished, sentTo }) => {
        const watched = { ...film(), completed, adult, libraries: [library] }
        const to = sendTo && { conversation: sendTo, friend: 'Ben' }
        const hidden = isHidden(watched, ['secret'])
        assert.equal(hidden, adult || library !== 'Films')
        assert.equal(
          decide(watched, { hiddenLibraries: ['secret'], sendTo: to }, { whose, finished, sentTo }) === 'send',
          completed && !hidden && whose === 'mine' && sendTo !== undefined && !finished && !sentTo.includes(sendTo)
        )
      }
    )
  )
})
