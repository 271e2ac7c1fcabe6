// Tests of reading submit-listens: what real scrobblers send, and what broken ones do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BadInput } from '../bad-input.ts'
import { listenBytesMax, parseSubmission } from './parse-submission.ts'

const now = 1_800_000_000
const bytes = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const parse = (value: unknown) => parseSubmission(bytes(value), now)
const refused = (value: unknown, reason: RegExp): void => {
  assert.throws(
    () => parse(value),
    (error) => error instanceof BadInput && reason.test(error.message)
  )
}
const track = (over: Record<string, unknown> = {}) => ({
  artist_name: 'The Quiet Tram',
  track_name: 'Paper Lanterns',
  release_name: 'Last Stop Harbour',
  additional_info: { duration: 20 },
  ...over
})
const single = (over: Record<string, unknown> = {}, listen: Record<string, unknown> = {}) => ({
  listen_type: 'single',
  payload: [{ listened_at: 1_778_211_134, track_metadata: track(over), ...listen }]
})

test('a listen with little in it is kept', () => {
  const { type, listens } = parse(single()) as { type: string; listens: unknown[] }
  assert.equal(type, 'single')
  assert.deepEqual(listens, [
    {
      listenedAt: 1_778_211_134,
      song: { name: 'Paper Lanterns', artist: 'The Quiet Tram', album: 'Last Stop Harbour', durationMs: 20_000 }
    }
  ])
})

test('a listen with everything that scrobblers add is kept, and what is no use is left out', () => {
  const additional_info = {
    date: 'date',
    artist_names: ['a', 'b'],
    recording_mbid: '046b6c7f-0b8a-43b9-b35d-6489e6daee91',
    duration: 5,
    duration_ms: 201_500,
    isrc: 'us-rc1-76-07839',
    origin_url: 'https://music.example/track/1',
    tags: ['x'],
    tracknumber: 7
  }
  const { listens } = parse(single({ additional_info })) as { listens: { song: unknown }[] }
  assert.deepEqual(listens[0]?.song, {
    name: 'Paper Lanterns',
    artist: 'The Quiet Tram',
    album: 'Last Stop Harbour',
    durationMs: 201_500,
    isrc: 'USRC17607839',
    url: 'https://music.example/track/1'
  })
  const odd = { isrc: 'isrc', origin_url: 'origin_url', duration_ms: -5, duration: 'long' }
  const { listens: kept } = parse(single({ additional_info: odd, release_name: null })) as {
    listens: { song: unknown }[]
  }
  assert.deepEqual(kept[0]?.song, { name: 'Paper Lanterns', artist: 'The Quiet Tram' })
})

test('playing_now has one song and no time', () => {
  const playing = { listen_type: 'playing_now', payload: [{ track_metadata: track() }] }
  assert.equal(parse(playing).type, 'playing_now')
  refused({ ...playing, payload: [...playing.payload, ...playing.payload] }, /one listen/)
  refused({ ...playing, payload: [{ listened_at: now, track_metadata: track() }] }, /must not have listened_at/)
})

test('an import has many listens, up to a thousand', () => {
  const listen = single().payload[0]
  const many = (n: number) => ({ listen_type: 'import', payload: Array.from({ length: n }, () => listen) })
  assert.equal((parse(many(1000)) as { listens: unknown[] }).listens.length, 1000)
  refused(many(1001), /at most 1000/)
  refused(many(0), /with a listen in it/)
})

test('names that are not there, blank, no text or broken are refused', () => {
  for (const name of [undefined, null, '', '   ', 7, ['x'], { a: 1 }]) {
    refused(single({ track_name: name }), /track_name/)
    refused(single({ artist_name: name }), /artist_name/)
  }
  refused(single({ track_name: 'a\0b' }), /NUL/)
  refused(single({ additional_info: { comment: 'a\0b' } }), /NUL/)
  refused(
    '{"listen_type":"single","payload":[{"listened_at":1778211134,"track_metadata":{"artist_name":"a","track_name":"\\ud800"}}]}',
    /no text has/
  )
})

test('text about the NUL character is no NUL character', () => {
  assert.equal(parse(single({ track_name: 'print \\u0000' })).type, 'single')
})

test('times that cannot be are refused, with the unit', () => {
  for (const at of [undefined, null, '1778211134', 1.5, true, [1]])
    refused(single({}, { listened_at: at }), /whole number of seconds/)
  refused(single({}, { listened_at: 0 }), /too low/)
  refused(single({}, { listened_at: -1 }), /too low/)
  refused(single({}, { listened_at: 1_778_211_134_000 }), /in the future.*not milliseconds or nanoseconds/)
  refused(single({}, { listened_at: 1_778_211_134_000_000_000 }), /in the future/)
  refused(single({}, { listened_at: now + 7200 }), /in the future/)
})

test('documents that are no submission are refused', () => {
  refused('{"listen_type":"single","payload":[{"listened_at":NaN}]}', /not JSON/)
  refused('', /not JSON/)
  refused('[]', /JSON object/)
  refused('null', /JSON object/)
  refused({ payload: [] }, /listen_type/)
  refused({ listen_type: 'single' }, /payload/)
  refused({ listen_type: 'single', payload: {} }, /payload/)
  refused({ listen_type: 'single', payload: [null] }, /must be an object/)
  refused({ listen_type: 'single', payload: [{ listened_at: now, track_metadata: [] }] }, /track_metadata/)
  refused(single({ additional_info: 'x' }), /additional_info/)
  assert.throws(() => parseSubmission(Buffer.from([0x7b, 0xff, 0x7d]), now), /not UTF-8/)
})

test('a listen larger than ten kilobytes, or nested without end, is refused', () => {
  refused(single({ additional_info: { comment: 'x'.repeat(listenBytesMax) } }), /larger than/)
  const deep = 200_000
  refused(
    `{"listen_type":"single","payload":[{"listened_at":1778211134,"track_metadata":{"additional_info":{"a":${'['.repeat(deep)}${']'.repeat(deep)}}}}]}`,
    /nested too deeply|larger than|not JSON/
  )
})

test('whatever the bytes are, they are read or refused, never a fault', () => {
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.json().map(bytes),
    fc
      .record({
        listen_type: fc.oneof(fc.constantFrom('single', 'import', 'playing_now'), fc.anything()),
        payload: fc.oneof(
          fc.array(fc.record({ listened_at: fc.anything(), track_metadata: fc.anything() }), { maxLength: 3 }),
          fc.anything()
        )
      })
      .map((value) =>
        bytes(JSON.stringify(value, (_key, field: unknown) => (typeof field === 'bigint' ? Number(field) : field)))
      ),
    fc
      .record({
        artist_name: fc.anything(),
        track_name: fc.string(),
        release_name: fc.anything(),
        additional_info: fc.object()
      })
      .map((over) =>
        bytes(
          JSON.stringify(single(over), (_key, field: unknown) => (typeof field === 'bigint' ? Number(field) : field))
        )
      )
  )
  fc.assert(
    fc.property(anything, (body) => {
      try {
        const submission = parseSubmission(body, now)
        const songs = submission.type === 'playing_now' ? [submission.song] : submission.listens.map(({ song }) => song)
        assert.ok(songs.length > 0 && songs.every(({ name, artist }) => name.trim() !== '' && artist.trim() !== ''))
      } catch (error) {
        assert.ok(error instanceof BadInput, String(error))
      }
    }),
    { numRuns: 3000 }
  )
})
