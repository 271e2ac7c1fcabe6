// Tests of what is read of a request: its time, its skill, and what it says.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { alexaBody, type Spoken, testSkillId } from '@parley/world/test-alexa.ts'
import { BadInput } from '../bad-input.ts'
import { readRequest } from './read-request.ts'

const dayMs = 24 * 60 * 60 * 1000
const nowMs = Date.now()
const refused =
  (reason: RegExp, status = 400) =>
  (error: unknown) =>
    error instanceof BadInput && error.status === status && reason.test(error.message)

const read = (envelope: unknown, now = nowMs) =>
  readRequest(Buffer.from(typeof envelope === 'string' ? envelope : JSON.stringify(envelope)), testSkillId, now)
const launch = (request: Record<string, unknown>) => alexaBody({ type: 'LaunchRequest', request })
const iso = (ms: number): string => new Date(ms).toISOString()

test('a request counts for 150 seconds, before and after; a skill event for an hour', () => {
  for (const ms of [0, -149_000, 149_000]) read(launch({ timestamp: iso(nowMs + ms) }))
  const event = (ms: number) =>
    alexaBody({ type: 'AlexaSkillEvent.SkillDisabled', request: { timestamp: iso(nowMs + ms) } })
  read(event(-3_500_000))
  assert.throws(() => read(event(-3_700_000)), refused(/timestamp/))
  assert.throws(() => read(event(200_000)), refused(/timestamp/))
  const wrong = [
    iso(nowMs - 151_000),
    iso(nowMs + 151_000),
    iso(nowMs + 365 * dayMs),
    'garbage',
    '',
    '2026-13-45T99:00:00Z',
    nowMs,
    null,
    undefined
  ]
  for (const timestamp of wrong)
    assert.throws(() => read(launch({ timestamp })), refused(/timestamp/), String(timestamp))
})

test('requestIds are remembered as long as their time counts', () => {
  fc.assert(
    fc.property(fc.integer({ min: -150_000, max: 150_000 }), fc.boolean(), (ms, isEvent) => {
      const type = isEvent ? 'AlexaSkillEvent.SkillDisabled' : 'LaunchRequest'
      const envelope = alexaBody({ type, request: { timestamp: iso(nowMs + ms) } })
      const { forgetAt } = read(envelope)
      assert.throws(() => read(envelope, forgetAt + 1), refused(/timestamp/))
    })
  )
})

test('a request for another skill, or of no shape, is refused', () => {
  const other = alexaBody({ type: 'LaunchRequest', applicationId: 'amzn1.ask.skill.other' })
  assert.throws(() => read(other), refused(/another skill/, 403))
  const mixed = { ...launch({}), session: other.session }
  assert.throws(() => read(mixed), refused(/of another skill/, 403))
  for (const text of ['', '{', 'null', '[]', '{"request":1}', '{"request":{"type":"X"}}', '\ud800'])
    assert.throws(() => read(text), BadInput, text)
  fc.assert(fc.property(fc.json(), (json) => assert.throws(() => read(json), BadInput)))
})

test('a request that a real Alexa sent is understood, and is too old', () => {
  const sample = readFileSync(new URL('../../samples/alexa/launch-request.json', import.meta.url), 'utf8')
  const real = JSON.parse(sample) as ReturnType<typeof alexaBody>
  assert.equal(read(sample, Date.parse(real.request.timestamp) + 1000).id, real.request.requestId)
  assert.throws(() => read(sample), refused(/too old/))
})

test('what is said is told apart from what is left out or is of another kind', () => {
  const say = (spoken: Spoken) => read(alexaBody(spoken))
  const reply = say({ type: 'ReplyIntent', accessToken: 'abc.DEF~1', slots: { text: 'on my way' } })
  assert.deepEqual(
    [reply.type, reply.intent, reply.slots, reply.accessToken, reply.locale, reply.isEvent],
    ['IntentRequest', 'ReplyIntent', { text: 'on my way' }, 'abc.DEF~1', 'en-US', false]
  )
  const empty = say({
    type: 'ReplyIntent',
    accessToken: 'no token\r\nx: y',
    request: { locale: 7, intent: { slots: { text: 1 } } }
  })
  assert.deepEqual([empty.intent, empty.slots, empty.accessToken, empty.locale], [undefined, {}, undefined, ''])
  const linked = say({ type: 'AlexaSkillEvent.SkillAccountLinked', request: { body: { accessToken: 'abc' } } })
  assert.deepEqual([linked.accessToken, linked.userId, linked.isEvent], ['abc', 'amzn1.ask.account.TEST', true])
})
