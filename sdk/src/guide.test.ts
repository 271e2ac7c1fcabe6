// Tests that the partner guide says what holds: its table of refusals, and the code that it shows.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { refusals } from '@parley/protocol/api/refusals.ts'

const root = new URL('../../', import.meta.url)
const guide = readFileSync(new URL('docs/guide/partner.md', root), 'utf8')
const folder = new URL('docs/guide/snippets/', root)

test('the guide lists every refusal with its status, and no other', () => {
  const listed = [...guide.matchAll(/^\| `([a-z_]+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [
    code,
    Number(status)
  ])
  assert.equal(new Set(listed.map(([code]) => code)).size, listed.length, 'a code is listed twice')
  assert.deepEqual(
    Object.fromEntries(listed),
    Object.fromEntries(Object.entries(refusals).map(([code, { status }]) => [code, status]))
  )
})

test('each snippet in the guide is a file, and each file is in the guide', () => {
  const shown = [...guide.matchAll(/<!-- snippets\/([a-z-]+\.ts) -->\n```ts\n(.*?)\n```/gs)]
  for (const [, name = '', code] of shown) assert.equal(`${code}\n`, readFileSync(new URL(name, folder), 'utf8'), name)
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'))
  assert.deepEqual(shown.map(([, name]) => name).toSorted(), files.toSorted())
  assert.equal(guide.split('```ts').length - 1, shown.length)
})

test('the snippets have the types that they claim', () => {
  const tsc = fileURLToPath(new URL('node_modules/.bin/tsc', root))
  const { status, stdout } = spawnSync(tsc, ['-p', 'docs/guide/snippets/tsconfig.json'], {
    cwd: fileURLToPath(root),
    encoding: 'utf8'
  })
  assert.equal(status, 0, stdout)
})
