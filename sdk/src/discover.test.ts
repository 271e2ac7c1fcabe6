// Tests that a wrong address of the platform is said to be wrong, before anything is sent to it.
import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { after, test, type TestContext } from 'node:test'
import { startTestPlatform } from '@parley/world/test-platform.ts'
import { memoryStore, parleyApp, ParleyRefusal, ParleyUnreachable } from './index.ts'

const parley = await startTestPlatform()
after(() => parley.close())

const logInAt = (platform: string) =>
  parleyApp({
    platform,
    clientId: 'tunes',
    redirectUri: 'http://localhost:5000/callback',
    store: memoryStore()
  }).login.start()

const listen = async (t: TestContext, answer: RequestListener): Promise<string> => {
  const server = createServer(answer)
  t.after(() => server.close())
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  assert.ok(typeof address === 'object' && address)
  return `http://localhost:${address.port}`
}

test('an alias of the platform is refused in its own words', async () => {
  await assert.rejects(
    logInAt(parley.url.replace('localhost', '127.0.0.1')),
    (error) => error instanceof ParleyRefusal && error.code === 'foreign_host' && error.status === 421
  )
})

test('an address of something else is said to be no platform', async (t) => {
  const page = await listen(t, (_request, response) => {
    response.setHeader('content-type', 'text/html').end('<h1>Hello</h1>')
  })
  const missing = await listen(t, (_request, response) => {
    response.writeHead(404).end('nothing here')
  })
  for (const url of [page, missing]) {
    await assert.rejects(logInAt(url), (error) => {
      assert.ok(error instanceof ParleyRefusal, String(error))
      assert.equal(error.code, 'unknown')
      assert.equal(error.title, `${url}/ is not the address of a Parley platform`)
      return true
    })
  }
})

test('a platform behind a failing proxy is unreachable, and asked again the next time', async (t) => {
  let away = true
  const proxy = await listen(t, (_request, response) => {
    response.writeHead(away ? 502 : 404).end()
  })
  const app = parleyApp({ platform: proxy, clientId: 'tunes', redirectUri: `${proxy}/callback`, store: memoryStore() })
  await assert.rejects(app.login.start(), (error) => error instanceof ParleyUnreachable && error.status === 502)
  away = false
  await assert.rejects(app.login.start(), ParleyRefusal)
})
