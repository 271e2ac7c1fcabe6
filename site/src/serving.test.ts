// Tests of how a site serves: whether it is well, and clients that take their time.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { html } from './html.ts'
import { openSite } from './open-site.ts'
import { readSiteConfig } from './read-site-config.ts'
import type { Site } from './site.ts'

const folder = mkdtempSync(join(tmpdir(), 'serving-'))
let site: Site
before(async () => {
  site = await openSite({
    name: 'Notes',
    config: {
      ...readSiteConfig({ name: 'NOTES', folder: 'notes', place: 9 }, { NOTES_CLIENT_SECRET: 'x' }),
      port: 0,
      dataDir: folder
    },
    ask: { actions: ['read'] },
    needs: '',
    places: [],
    brand: html``,
    landing: () => html`<h1>Notes</h1>`
  })
  await site.listen()
})
after(async () => {
  await site.close()
  rmSync(folder, { recursive: true })
})

const address = (): number => (site.app.server.address() as { port: number }).port
const open = async (): Promise<Socket> => {
  const socket = connect(address(), 'localhost')
  await once(socket, 'connect')
  return socket
}
const heard = async (socket: Socket): Promise<string> => {
  let text = ''
  for await (const piece of socket) text += String(piece)
  return text
}

test('it says that it is well as long as its database can be written', async () => {
  const ask = () => site.app.inject('/healthz')
  assert.deepEqual([(await ask()).statusCode, (await ask()).json()], [200, { ok: true }])
  const other = new DatabaseSync(`${folder}/notes.sqlite`)
  site.db.exec('pragma busy_timeout = 20')
  other.exec('begin exclusive')
  const { statusCode, body } = await ask()
  assert.deepEqual([statusCode, JSON.parse(body)], [503, { ok: false }])
  other.exec('rollback')
  other.close()
  assert.equal((await ask()).statusCode, 200)
})

test('a client that does not say what it wants is cut off, and so is one that does not send what it promised', async () => {
  const { server } = site.app
  assert.deepEqual(
    [server.headersTimeout, server.keepAliveTimeout, server.requestTimeout].map((ms) => ms / 1000),
    [10, 72, 300]
  )
  server.headersTimeout = 300
  server.requestTimeout = 600
  const [silent, quiet, promising] = await Promise.all([open(), open(), open()])
  quiet.write('GET / HTTP/1.1\r\nhost: localhost\r\nx-slow: ')
  promising.write('POST /login HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n')
  promising.write('content-type: application/x-www-form-urlencoded\r\n\r\nabc')
  const [nothing, first, second, other] = await Promise.all([
    heard(silent),
    heard(quiet),
    heard(promising),
    fetch(`http://localhost:${address()}/healthz`)
  ])
  assert.match(nothing, /^$|^HTTP\/1\.1 408 /)
  assert.match(first, /^HTTP\/1\.1 408 /)
  assert.match(second, /^HTTP\/1\.1 408 /)
  assert.equal(other.status, 200, 'others are answered meanwhile')
})
