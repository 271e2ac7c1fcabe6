// Which addresses are the web client's page, and for whom.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let webDir: string

before(async () => {
  webDir = await mkdtemp(join(tmpdir(), 'parley-web-'))
  await writeFile(join(webDir, 'index.html'), 'the page')
  parley = await startTestPlatform({ webDir })
})
after(async () => {
  await parley?.close()
  await rm(webDir, { recursive: true })
})

const get = async (path: string, accept: string) => {
  const answer = await fetch(`${parley.url}${path}`, { headers: { accept } })
  return { body: await answer.text(), type: answer.headers.get('content-type'), vary: answer.headers.get('vary') }
}
const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

test('a mistyped address of the login is the page of other unknown addresses for browsers, and JSON for programs', async () => {
  for (const path of ['/oauth', '/oauth/', '/oauth/autorize', '/oauth/authorise/abc']) {
    const seen = await get(path, browser)
    assert.deepEqual([seen.body, seen.vary], ['the page', 'accept'], path)
    for (const accept of ['*/*', 'application/json']) {
      const told = await get(path, accept)
      assert.match(told.type ?? '', /^application\/problem\+json/, path)
      assert.equal(JSON.parse(told.body).code, 'route_missing')
      assert.equal(told.vary, 'accept')
    }
  }
})

test('addresses of programs are JSON for browsers too', async () => {
  for (const path of ['/api/nothing', '/v1/nothing', '/log/nothing', '/.well-known/nothing'])
    assert.equal(JSON.parse((await get(path, browser)).body).code, 'route_missing', path)
})
