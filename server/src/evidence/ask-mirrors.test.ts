// Mirrors that are slow, away or wrong keep nobody's evidence back.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { toHex } from '@parley/protocol/log/hex.ts'
import { formatNote } from '@parley/protocol/log/note.ts'
import { lidOf, monthOf, periodKey, tagOf } from '@parley/protocol/log/party.ts'
import { formatTagAnswer } from '@parley/protocol/log/tag-answer-text.ts'
import { now } from '../base/clock.ts'
import { newBytes } from '../base/random.ts'
import { askMirrors } from './ask-mirrors.ts'
import type { Sequence } from './read-sequences.ts'

const k = newBytes(32)
const month = monthOf(now().getTime())
const ends = { k, lid: lidOf(k), first: 1, n: 4, before: k, end: k, months: { first: month, last: month } }
const sequences: Sequence[] = [
  { id: 'one', of: 'person', ...ends },
  { id: 'two', of: 'grant', ...ends }
]
const checkpoint = { size: 9, at: now(), note: '' }
const origin = 'parley.example/log1'

const serve = async (listener: RequestListener) => {
  const server = createServer(listener).listen(0, 'localhost')
  await once(server, 'listening')
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, close }
}

test('only what is an answer goes in, and nobody waits for the others', async () => {
  const asked: string[] = []
  const tag = tagOf(periodKey(k, month), 5)
  const text = formatTagAnswer({ origin, tag, size: 9, root: newBytes(32), indexes: [] })
  const answer = formatNote({ text, signatures: [{ name: 'm', id: newBytes(4), signature: newBytes(64) }] })
  const good = await serve((request, response) => {
    asked.push(request.url ?? '')
    response.end(answer)
  })
  const others = [
    await serve(() => {}),
    await serve((_request, response) => response.end('hello')),
    await serve((_request, response) => response.writeHead(404).end(answer)),
    await serve((_request, response) => response.writeHead(302, { location: good.url }).end())
  ]
  const startedMs = performance.now()
  const mirrors = [...others, good, { url: 'http://localhost:1' }]
  assert.deepEqual(await askMirrors(sequences, { checkpoint }, { origin, mirrors }), [answer])
  assert.ok(performance.now() - startedMs < 4000)
  assert.equal(asked.length, 1)
  assert.match(asked[0]!, new RegExp(`^/[0-9a-f]{64}/tag/${toHex(tag)}\\?size=9$`))
  for (const { close } of [good, ...others]) close()
})
