// Requests for a socket that are not right are refused as other requests are.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { openLive, TestLive } from '@parley/world/test-live.ts'
import { sendRaw } from '@parley/world/raw-http.ts'
import { signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let ana: TestPerson
before(async () => {
  parley = await startTestPlatform()
  ana = await signUpPerson(parley, 'ana')
})
after(() => parley.close())

const ask = async (path: string, ...headers: string[]) => {
  const { host } = new URL(parley.url)
  const lines = [`GET ${path} HTTP/1.1`, `Host: ${host}`, `Origin: ${parley.url}`, `Cookie: ${ana.cookie}`, ...headers]
  const [answer] = await sendRaw(parley.config.port, Buffer.from(`${lines.join('\r\n')}\r\n\r\n`))
  return answer
}

const websocket = ['Connection: Upgrade', 'Upgrade: websocket']

test('a handshake that is not right is refused with a problem document', async () => {
  for (const headers of [
    websocket,
    [...websocket, 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: short'],
    [...websocket, 'Sec-WebSocket-Version: 7', `Sec-WebSocket-Key: ${'a'.repeat(22)}==`],
    [...websocket, 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${'a'.repeat(22)}==`, 'Sec-WebSocket-Protocol: ,,']
  ]) {
    const answer = await ask('/api/live', ...headers)
    assert.equal(answer?.status, 400)
    assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8')
    assert.equal((JSON.parse(String(answer.body)) as { code: string }).code, 'invalid_request')
  }
})

test('another protocol that is offered beside is passed over', async () => {
  const answer = await ask('/api/me', 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk')
  assert.equal(answer?.status, 200)
})

test('a person has fifty sockets open at the most', async () => {
  const sockets = await Promise.all(Array.from({ length: 50 }, () => openLive(parley.url, ana)))
  const another = new TestLive(parley.url, ana)
  const [, answer] = (await once(another.ws, 'unexpected-response')) as [unknown, { statusCode: number }]
  another.close()
  assert.equal(answer.statusCode, 429)
  const ended = once(sockets[0]!.ws, 'close')
  sockets[0]!.close()
  await ended
  sockets.push(await openLive(parley.url, ana))
  for (const socket of sockets) socket.close()
})
