// Tests of what is believed to be signed by Alexa: signature, chain, address of the chain.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alexaBody, makeTestAlexa } from '@parley/world/test-alexa.ts'
import { BadInput } from '../bad-input.ts'
import { chainUrl } from './chain-url.ts'
import { checkSignature, type Trust } from './check-signature.ts'

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
const refused = (reason: RegExp) => (error: unknown) =>
  error instanceof BadInput && error.status === 400 && reason.test(error.message)

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
    'https://s3.amazonaws.com/echo.api/c.pem?again',
    'https://s3.amazonaws.com/echo.api/c.pem#again',
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
