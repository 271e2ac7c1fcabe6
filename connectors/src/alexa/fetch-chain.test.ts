// Tests of fetching a certificate chain: once a day, short, without detours.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { chainFetcher } from './fetch-chain.ts'

let asked = 0
const server = createServer((request, response) => {
  asked++
  if (request.url === '/good.pem') response.end('-----BEGIN CERTIFICATE-----')
  else if (request.url === '/moved.pem') response.writeHead(302, { location: '/good.pem' }).end()
  else if (request.url === '/long.pem') response.end('x'.repeat(70_000))
  else if (request.url === '/slow.pem') response.write('x')
  else response.writeHead(404).end()
})
let url: string
before(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => {
  server.closeAllConnections()
  server.close()
})

test('a chain is fetched once and then kept', async () => {
  const fetchChain = chainFetcher(fetch, Date.now)
  for (let times = 0; times < 3; times++)
    assert.equal(await fetchChain(`${url}/good.pem`), '-----BEGIN CERTIFICATE-----')
  assert.equal(asked, 1)
})

test('what is missing, moved, too long or too slow is refused, and is not kept', async () => {
  const fetchChain = chainFetcher(fetch, Date.now)
  await assert.rejects(fetchChain(`${url}/none.pem`), /not there: 404/)
  await assert.rejects(fetchChain(`${url}/moved.pem`))
  await assert.rejects(fetchChain(`${url}/long.pem`), /too long/)
  const before = asked
  await assert.rejects(fetchChain(`${url}/none.pem`), /not there: 404/)
  assert.equal(asked, before + 1)
})

test('only a few are fetched at once, and none for longer than three seconds', async () => {
  const fetchChain = chainFetcher(fetch, Date.now)
  const slow = Array.from({ length: 4 }, () => assert.rejects(fetchChain(`${url}/slow.pem`), /time/i))
  await assert.rejects(fetchChain(`${url}/good.pem`), /Too many/)
  await Promise.all(slow)
  assert.ok(await fetchChain(`${url}/good.pem`))
})

test('a chain is asked for again after a day', async () => {
  let nowMs = 0
  const fetchChain = chainFetcher(fetch, () => nowMs)
  await fetchChain(`${url}/good.pem`)
  const before = asked
  nowMs = 86_399_999
  await fetchChain(`${url}/good.pem`)
  assert.equal(asked, before)
  nowMs = 86_400_001
  await fetchChain(`${url}/good.pem`)
  assert.equal(asked, before + 1)
})
