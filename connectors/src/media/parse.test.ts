// Tests of reading what Jellyfin, Plex and Trakt clients send.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseJellyfin } from './parse-jellyfin.ts'
import { parsePlex } from './parse-plex.ts'
import { parseTrakt } from './parse-trakt.ts'
import { BadInput } from '../bad-input.ts'
import { readJson } from '../read-fields.ts'
import type { Watched } from './watched.ts'
import { jellyfinEpisode, jellyfinFilm, plexEpisode, plexMusic, jellyfinMusic } from './test-reports.ts'

const refused = (act: () => unknown, says: RegExp): void => {
  assert.throws(act, (error) => error instanceof BadInput && says.test(error.message))
}

test('an episode of Jellyfin is read whole, however its numbers, flags and user id are written', () => {
  const expected = {
    source: 'jellyfin',
    account: { id: '6d23c30c5e9d4ec6a66db6b05b63e516', name: 'Tabitha' },
    kind: 'episode',
    name: 'The Night Boat',
    series: 'Harbour Lights',
    season: 1,
    episode: 4,
    year: 2021,
    ids: { imdb: 'tt0000104', tmdb: '104' },
    libraries: ['media', 'Series', 'Harbour Lights'],
    adult: false,
    progress: 97.5,
    completed: true
  }
  assert.deepEqual(parseJellyfin(jellyfinEpisode()), expected)
  const asText = { SeasonNumber: '1', EpisodeNumber: '4', Year: '2021', PlayedToCompletion: 'True' }
  assert.deepEqual(parseJellyfin(jellyfinEpisode(asText)), expected)
  const dashes = {
    UserId: '6D23C30C-5E9D-4EC6-A66D-B6B05B63E516',
    NotificationUsername: undefined,
    Username: 'Tabitha'
  }
  assert.deepEqual(parseJellyfin(jellyfinEpisode(dashes)), expected)
})

test('only the end of playing that says so is a completion', () => {
  const completed = (fields: object): boolean => (parseJellyfin(jellyfinEpisode(fields)) as Watched).completed
  for (const PlayedToCompletion of [true, 'True', 'true']) assert.equal(completed({ PlayedToCompletion }), true)
  for (const PlayedToCompletion of [false, 'False', '', null, 'yes', 0, undefined])
    assert.equal(completed({ PlayedToCompletion }), false)
  assert.equal(completed({ NotificationType: 'PlaybackProgress' }), false)
  assert.equal(completed({ NotificationType: 'PlaybackStart' }), false)
})

test('music, trailers and news of the server are passed over', () => {
  assert.deepEqual(parseJellyfin(jellyfinMusic), { passed: 'music' })
  for (const ItemType of ['Trailer', 'Video', 'MusicVideo', 'LiveTvChannel', 'constructor'])
    assert.deepEqual(parseJellyfin(jellyfinFilm({ ItemType })), { passed: 'neither a film nor an episode' })
  assert.ok('passed' in parseJellyfin(jellyfinFilm({ ExtraType: 'Trailer' })))
  assert.deepEqual(parseJellyfin({ NotificationType: 'ItemAdded' }), { passed: 'not about playing' })
  assert.deepEqual(parsePlex(plexMusic), { passed: 'music' })
  assert.deepEqual(parsePlex(plexEpisode({}, { type: 'clip' })), { passed: 'neither a film nor an episode' })
  assert.ok('passed' in parsePlex(plexEpisode({}, { type: 'movie', extraType: 1 })))
  assert.deepEqual(parsePlex(plexEpisode({ event: 'library.new' })), { passed: 'not about playing' })
})

test('titles are text: markup stays as it was written, odd blanks become one, backslashes before quotes go', () => {
  const name = (Name: unknown): string => (parseJellyfin(jellyfinFilm({ Name })) as Watched).name
  assert.equal(name('<img src=x onerror=alert(1)>'), '<img src=x onerror=alert(1)>')
  assert.equal(name('  The\t Ferry\r\n\u0007 Home '), 'The Ferry Home')
  assert.equal(name('A\u202eevil\u2066'), 'A evil')
  assert.equal(name('Say \\"Hello\\"'), 'Say "Hello"')
})

test('what is needed and wrong is refused with its name', () => {
  refused(() => parseJellyfin({}), /^NotificationType is missing\.$/)
  refused(() => parseJellyfin(jellyfinFilm({ Name: undefined })), /^Name is missing\.$/)
  refused(() => parseJellyfin(jellyfinFilm({ Name: ' \n ' })), /^Name is missing\.$/)
  refused(() => parseJellyfin(jellyfinFilm({ Name: { a: 1 } })), /^Name must be text\.$/)
  refused(() => parseJellyfin(jellyfinFilm({ Name: 'a\0b' })), /^Name has characters/)
  refused(() => parseJellyfin(jellyfinFilm({ Name: '\ud800' })), /^Name has characters/)
  refused(() => parseJellyfin(jellyfinFilm({ Name: 'x'.repeat(2001) })), /longer than 2000/)
  refused(() => parseJellyfin(jellyfinFilm({ UserId: undefined })), /^UserId is missing\.$/)
  refused(() => parseJellyfin(jellyfinEpisode({ SeriesName: '' })), /^SeriesName is missing\.$/)
  refused(() => parsePlex(plexEpisode({ Account: undefined })), /^Account is missing\.$/)
  refused(() => parsePlex(plexEpisode({ Account: { id: 'x', title: 'elan' } })), /^Account\.id must/)
  refused(() => parsePlex(plexEpisode({ Metadata: [] })), /^Metadata is missing\.$/)
  refused(() => parseTrakt('stop', { movie: { title: 'A' } }), /^progress must/)
  refused(() => parseTrakt('stop', { movie: { title: 'A' }, progress: 101 }), /^progress must/)
  refused(() => parseTrakt('stop', { progress: 90 }), /^It needs movie, or show and episode/)
  refused(() => parseTrakt('stop', { progress: 90, movie: { ids: { trakt: 1 } } }), /^movie\.title is missing/)
  refused(() => parseTrakt('stop', { progress: 90, show: { title: 'A' }, episode: {} }), /^episode needs season/)
  refused(() => readJson(Buffer.from('{"a": NaN}')), /not JSON/)
  refused(() => readJson(Buffer.from([0xff, 0xfe])), /not UTF-8/)
  refused(() => readJson(Buffer.from('[1]')), /must be a JSON object/)
})

test('ids that are missing or placeholders are left out', () => {
  const ids = (fields: object): unknown => (parseJellyfin(jellyfinFilm(fields)) as Watched).ids
  assert.deepEqual(ids({ Provider_imdb: undefined, Provider_tmdb: '0' }), {})
  assert.deepEqual(ids({ Provider_imdb: 'tt0000000', Provider_tmdb: { x: 1 }, Provider_tvdb: -3 }), {})
})

test('Plex: a scrobble is the completion, and ids come from either kind of agent', () => {
  const read = parsePlex(plexEpisode()) as Watched
  assert.equal(read.completed, true)
  assert.deepEqual(read.account, { id: '1', name: 'elan' })
  assert.deepEqual(read.ids, { imdb: 'tt0000104', tvdb: '7104' })
  assert.deepEqual([read.series, read.season, read.episode, read.libraries], ['Harbour Lights', 1, 4, ['TV Shows']])
  for (const event of ['media.play', 'media.pause', 'media.resume', 'media.stop'])
    assert.equal((parsePlex(plexEpisode({ event })) as Watched).completed, false)
  const old = { Guid: undefined, type: 'movie', guid: 'com.plexapp.agents.imdb://tt0000101?lang=en' }
  assert.deepEqual((parsePlex(plexEpisode({}, old)) as Watched).ids, { imdb: 'tt0000101' })
  const series = { Guid: undefined, guid: 'com.plexapp.agents.thetvdb://7001/1/4?lang=en' }
  assert.deepEqual((parsePlex(plexEpisode({}, series)) as Watched).ids, {})
})

test('Trakt: stopped at 80 % or later is watched', () => {
  const stop = (progress: unknown): boolean =>
    parseTrakt('stop', { movie: { title: 'A', year: 2020 }, progress }).completed
  assert.deepEqual([stop(79.9), stop(80), stop(100), stop('99')], [false, true, true, true])
  assert.equal(parseTrakt('pause', { movie: { title: 'A' }, progress: 99 }).completed, false)
  assert.equal(
    parseTrakt('stop', { show: { title: 'S' }, episode: { season: 0, number: 2 }, progress: 90 }).name,
    'Episode 2'
  )
})

test('adult ratings and genres are told, and where it lies', () => {
  const jellyfin = (fields: object): Watched => parseJellyfin(jellyfinFilm(fields)) as Watched
  assert.equal(jellyfin({}).adult, false)
  assert.equal(jellyfin({ Genres: 'Drama, Adult' }).adult, true)
  assert.equal(jellyfin({ OfficialRating: 'XXX' }).adult, true)
  assert.deepEqual(jellyfin({ Path: '/media/Adults Only/a.mkv' }).libraries, ['media', 'Adults Only'])
  const plex = (metadata: object): Watched => parsePlex(plexEpisode({}, metadata)) as Watched
  assert.equal(plex({ contentRating: 'gb/X' }).adult, true)
  assert.equal(plex({ Genre: [{ tag: 'Erotica' }] }).adult, true)
  assert.deepEqual(plex({ librarySectionTitle: 'Hidden' }).libraries, ['Hidden'])
  assert.equal(plex({ contentRating: 'TV-14', Genre: 'x' }).adult, false)
})

test('whatever comes is read, passed over or refused in one sentence', () => {
  const shapes = [jellyfinFilm(), jellyfinEpisode(), plexEpisode(), plexMusic]
  const bent = fc
    .constantFrom(...shapes)
    .chain((shape) =>
      fc
        .tuple(fc.constantFrom(...Object.keys(shape)), fc.anything())
        .map(([key, value]) => ({ ...shape, [key]: value }))
    )
  fc.assert(
    fc.property(fc.oneof(bent, fc.object()), (body) => {
      for (const parse of [parseJellyfin, parsePlex, (b: typeof body) => parseTrakt('stop', b)]) {
        try {
          parse(body)
        } catch (error) {
          assert.ok(error instanceof BadInput, String(error))
          assert.match(error.message, /^[^\n]{1,200}\.$/)
        }
      }
    })
  )
})
