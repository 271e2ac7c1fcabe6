// Tests that the partner guide says what holds: its table of refusals, and the code that it shows (which snippets.test.ts beside it runs).
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { EpisodeCard, FilmCard, LinkCard, ReceiptCard, SongCard } from '@parley/protocol/api/content.ts'
import { refusals } from '@parley/protocol/api/refusals.ts'

const root = new URL('../../', import.meta.url)
const guide = readFileSync(new URL('docs/guide/partner.md', root), 'utf8')
const folder = new URL('docs/guide/snippets/', root)

test('the guide lists every refusal with its status, and no other', () => {
  const listed = [...guide.matchAll(/^\| `([a-z_]+)`\s+\| (\d{3})\s+\|/gm)].map(([, code, status]) => [
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
  const shown = [...guide.matchAll(/<!-- snippets\/([a-z-]+\.ts) -->\n+```ts\n(.*?)\n```/gs)]
  for (const [, name = '', code] of shown) assert.equal(`${code}\n`, readFileSync(new URL(name, folder), 'utf8'), name)
  const files = readdirSync(folder).filter((name) => /^[a-z-]+\.ts$/.test(name))
  assert.deepEqual(new Set(shown.map(([, name]) => name)), new Set(files))
  assert.equal(guide.split('```ts').length - 1, shown.length)
})

test('the guide lists the fields of each card, and which may be left out', () => {
  for (const { properties, required } of [SongCard, FilmCard, EpisodeCard, ReceiptCard, LinkCard]) {
    const [, needed = '', other = ''] =
      new RegExp(`^\\| \`${properties.type.const}\` +\\|([^|]+)\\|([^|]+)\\|$`, 'm').exec(guide) ?? []
    const namesIn = (cell: string) => new Set([...cell.matchAll(/`([a-z][A-Za-z]*)`/g)].map(([, name]) => name))
    const fields = Object.keys(properties).filter((name) => name !== 'type')
    assert.deepEqual(namesIn(needed), new Set(fields.filter((name) => required.some((must) => must === name))))
    assert.deepEqual(namesIn(other), new Set(fields.filter((name) => !required.some((must) => must === name))))
  }
})
