// The SDK in a page of its own, with no server behind it: a public app logs in, writes, and its key never leaves the browser.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { registerTestClient } from '@parley/world/test-client.ts'
import { befriend, signUpPerson, testPassword, type TestPerson } from '@parley/world/test-person.ts'
import { freePort, startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { openWindow } from './open-window.ts'
import { tickActions } from './tick-actions.ts'
import { withBrowser } from './with-browser.ts'

let parley: TestPlatform
let browser: Browser
let server: Server | undefined
let url: string
let ana: TestPerson
let conversation: string

const page = (
  platform: string,
  clientId: string
): string => `<!doctype html><title>Pocket</title><link rel="icon" href="data:,">
<script type="importmap">{"imports":{"@parley/sdk":"/sdk/index.ts","@parley/protocol/":"/protocol/","@noble/hashes/":"/noble/","oauth4webapi":"/oauth4webapi.js"}}</script>
<button>Log in</button><output></output>
<script type="module">
  import { browserStore, endsConnection, parleyApp } from '@parley/sdk'
  const app = parleyApp({ platform: '${platform}', clientId: '${clientId}', redirectUri: location.origin + '/', store: browserStore() })
  const say = (text) => (document.querySelector('output').textContent = text)
  document.querySelector('button').onclick = async () => {
    const { url, attempt } = await app.login.start({ ask: { actions: ['write'], friends: true } })
    sessionStorage.setItem('attempt', attempt)
    location.href = url
  }
  const write = async (session, text) => {
    try {
      for await (const friend of session.messages.friends()) await session.messages.write(friend.conversation, { text })
      say(text + ' sent')
    } catch (error) {
      say(endsConnection(error) ? 'ended' : String(error))
    }
  }
  if (location.search) {
    const session = await app.login.finish({ attempt: sessionStorage.getItem('attempt'), url: location.href })
    localStorage.setItem('session', session.id)
    history.replaceState(null, '', '/')
    await write(session, 'first')
  } else if (localStorage.getItem('session')) await write(await app.session(localStorage.getItem('session')), 'second')
  else say('ready')
</script>`

const sourceOf = (path: string): string =>
  stripTypeScriptTypes(readFileSync(new URL(import.meta.resolve(path)), 'utf8'))

/** The sources of the SDK, and of the log's formats that it checks receipts with, as they are, less their types; nothing is bundled. */
const fileOf = (path: string, document: string): [string, string] | undefined => {
  if (path === '/' || path.startsWith('/?')) return ['text/html', document]
  if (path === '/oauth4webapi.js') {
    return ['text/javascript', readFileSync(fileURLToPath(import.meta.resolve('oauth4webapi')), 'utf8')]
  }
  const [, noble] = /^\/noble\/(\w+\.js)$/.exec(path) ?? []
  if (noble)
    return ['text/javascript', readFileSync(new URL(noble, import.meta.resolve('@noble/hashes/sha2.js')), 'utf8')]
  const [, protocol] = /^\/protocol\/([a-z0-9/-]+\.ts)$/.exec(path) ?? []
  if (protocol) return ['text/javascript', sourceOf(`@parley/protocol/${protocol}`)]
  const [, own] = /^\/sdk(\/[a-z/-]+\.ts)$/.exec(path) ?? []
  return own === undefined
    ? undefined
    : ['text/javascript', sourceOf(new URL(`.${own}`, import.meta.resolve('@parley/sdk')).href)]
}

before(async () => {
  ;[parley, browser] = await withBrowser(startTestPlatform({ limitFactor: 1000 }))
  const port = await freePort()
  url = `http://localhost:${port}`
  const client = await registerTestClient(parley, { clientId: 'pocket', isPublic: true, redirectUris: [`${url}/`] })
  server = createServer((request, response) => {
    const file = fileOf(request.url ?? '', page(parley.url, client.clientId))
    response.writeHead(file ? 200 : 404, { 'content-type': file?.[0] ?? 'text/plain' }).end(file?.[1])
  }).listen(port, 'localhost')
  await once(server, 'listening')
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => {
  server?.closeAllConnections()
  server?.close()
})

test('an app without a server logs in, writes, goes on after a reload, and learns of the end', async () => {
  const { page: tab, complaints } = await openWindow(browser)
  const said = (text: string) => tab.locator('output', { hasText: text }).waitFor()
  await tab.goto(url)
  await said('ready')
  await tab.getByRole('button', { name: 'Log in' }).click()
  await tab.getByLabel('Handle').fill('ana')
  await tab.getByLabel('Password').fill(testPassword)
  await tab.getByRole('button', { name: 'Sign in', exact: true }).click()
  await tab.getByRole('heading', { name: 'Pocket asks for a permission' }).waitFor()
  await tickActions(tab, 'write')
  await tab.getByLabel('see the names').check()
  await tab.getByLabel('Ben').check()
  await tab.getByRole('button', { name: 'Allow' }).click()
  await said('first sent')
  await tab.reload()
  await said('second sent')
  assert.deepEqual(complaints, [])

  const extractable = await tab.evaluate(async () => {
    const open = indexedDB.open('parley')
    await new Promise((resolve) => (open.onsuccess = resolve))
    const all = open.result.transaction('kept').objectStore('kept').getAll()
    await new Promise((resolve) => (all.onsuccess = resolve))
    const kept = all.result as { key?: { pair: CryptoKeyPair } }[]
    return kept.flatMap(({ key }) => (key ? [key.pair.privateKey.extractable] : []))
  })
  assert.deepEqual(extractable, [false])

  const grants = (await ana.get<{ items: { id: string }[] }>('/api/grants')).body.items
  await ana.post(`/api/grants/${grants[0]?.id}/revoke`)
  await tab.reload()
  await said('ended')
  const events = await ana.get<{ items: { text?: string }[] }>(`/api/conversations/${conversation}/events`)
  assert.deepEqual(
    events.body.items.map(({ text }) => text),
    ['first', 'second']
  )
})
