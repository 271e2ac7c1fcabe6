// Tests of what the skill believes: signature, chain, address of the chain, time, skill.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { alexaBody, makeTestAlexa, testSkillId } from '@parley/world/test-alexa.ts'
import { chainUrl } from './chain-url.ts'
import { checkSignature, NotAlexa, readEnvelope, type Trust } from './check-request.ts'

const alexa = makeTestAlexa()
const dayMs = 24 * 60 * 60 * 1000
const nowMs = Date.now()
const trust = (changes: Partial<Trust> = {}): Trust => ({
  fetchChain: async () => alexa.chain,
  roots: [alexa.root],
  now: () => Date.now(),
  ...changes
})
const body = Buffer.from(JSON.stringify(alexaBody({ type: 'LaunchRequest' })))
const headers = alexa.headersOf(body)
const refused =
  (reason: RegExp, status = 400) =>
  (error: unknown) =>
    error instanceof NotAlexa && error.status === status && reason.test(error.message)

test('what Alexa signed is believed', async () => {
  await checkSignature(body, headers, trust())
})

test('a body that was changed by one byte is refused', async () => {
  const changed = Buffer.from(body)
  changed[20] = changed[20]! ^ 1
  await assert.rejects(checkSignature(changed, headers, trust()), refused(/not of this body/))
})

test('a request with the SHA-1 signature only is refused', async () => {
  const { 'signature-256': _, ...old } = headers
  await assert.rejects(checkSignature(body, old, trust()), refused(/Signature-256 is missing/))
  await assert.rejects(
    checkSignature(body, { ...headers, 'signature-256': headers['signature'] }, trust()),
    refused(/not of this body/)
  )
  await assert.rejects(checkSignature(body, { ...headers, 'signature-256': 'garbage' }, trust()), refused(/missing/))
})

test('a chain is fetched only from the address that Alexa uses', async () => {
  const good = ['https://s3.amazonaws.com/echo.api/c.pem', 'https://s3.amazonaws.com:443/echo.api/c.pem']
  for (const url of [...good, 'https://s3.amazonaws.com/echo.api/../echo.api/c.pem']) assert.ok(chainUrl(url), url)
  const bad = [
    'http://s3.amazonaws.com/echo.api/c.pem',
    'https://notamazon.com/echo.api/c.pem',
    'https://s3.amazonaws.com.evil.example/echo.api/c.pem',
    'https://s3.amazonaws.com@evil.example/echo.api/c.pem',
    'https://a:b@s3.amazonaws.com/echo.api/c.pem',
    'https://s3.amazonaws.com/EcHo.aPi/c.pem',
    'https://s3.amazonaws.com/invalid.path/c.pem',
    'https://s3.amazonaws.com/echo.api/../other/c.pem',
    'https://s3.amazonaws.com/echo.api/%2e%2e/other/c.pem',
    'https://s3.amazonaws.com:563/echo.api/c.pem',
    'file:///echo.api/c.pem',
    'c.pem',
    '',
    undefined
  ]
  for (const url of bad) {
    assert.equal(chainUrl(url), undefined, url)
    const fetchChain = () => assert.fail('it was fetched')
    const wrong = { ...headers, signaturecertchainurl: url }
    await assert.rejects(checkSignature(body, wrong, trust({ fetchChain })), refused(/not an address of Alexa/))
  }
})

test('a chain is refused when it has expired, is not valid yet, or is for somebody else', async () => {
  for (const days of [3, -1])
    await assert.rejects(
      checkSignature(body, headers, trust({ now: () => nowMs + days * dayMs })),
      refused(/has expired or is not valid yet/)
    )
  const other = makeTestAlexa({ domain: 'echo-api.amazon.com.evil.example' })
  await assert.rejects(
    checkSignature(
      body,
      other.headersOf(body),
      trust({ fetchChain: async () => other.chain, roots: [alexa.root, other.root] })
    ),
    refused(/not of echo-api\.amazon\.com/)
  )
})

test('a chain is refused when it ends outside the roots that are trusted, or has a link that is not one', async () => {
  const other = makeTestAlexa()
  const sent = other.headersOf(body)
  const refusals: [string, RegExp][] = [
    [other.chain, /not end at a root that is trusted/],
    [other.chain + other.root, /not end at a root that is trusted/],
    [other.chain.slice(0, other.chain.indexOf('-----END') + 26), /not end at a root/],
    [other.chain + alexa.root, /do not belong together/],
    ['', /no certificate chain/],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', /./],
    [`<html>${'x'.repeat(1000)}</html>`, /no certificate chain/],
    [other.chain.repeat(4), /no certificate chain/]
  ]
  for (const [chain, reason] of refusals)
    await assert.rejects(checkSignature(body, sent, trust({ fetchChain: async () => chain })), refused(reason))
  const weak = makeTestAlexa({ intermediateIsCa: false })
  await assert.rejects(
    checkSignature(body, weak.headersOf(body), trust({ fetchChain: async () => weak.chain, roots: [weak.root] })),
    refused(/do not belong together/)
  )
  const down = trust({ fetchChain: () => Promise.reject(new Error('The certificate chain is not there: 404')) })
  await assert.rejects(checkSignature(body, headers, down), refused(/not there: 404/))
})

const read = (envelope: unknown, now = nowMs) =>
  readEnvelope(Buffer.from(typeof envelope === 'string' ? envelope : JSON.stringify(envelope)), testSkillId, now)
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
    assert.throws(() => read(text), NotAlexa, text)
  fc.assert(fc.property(fc.json(), (json) => assert.throws(() => read(json), NotAlexa)))
})

test('a request that a real Alexa sent is understood, and is too old', () => {
  const sample = readFileSync(new URL('../../alexa/samples/launch-request.json', import.meta.url), 'utf8')
  const real = JSON.parse(sample) as ReturnType<typeof alexaBody>
  assert.equal(read(sample, Date.parse(real.request.timestamp) + 1000).id, real.request.requestId)
  assert.throws(() => read(sample), refused(/too old/))
})
