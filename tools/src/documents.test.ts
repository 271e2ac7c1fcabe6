// Facts about the documents: what they name exists, and every setting is described.
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { withoutCodeMap } from './code-map.ts'
import { root } from './root.ts'
import { rooms } from './rules/rooms.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...globSync('{docs,site,connectors,partners}/**/*.md', {
    cwd: root,
    exclude: (path) => path.includes('node_modules')
  })
]
const textOf = (path: string) => withoutCodeMap(read(path))
const inBackticks = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!)

const folders = new Set([
  'protocol',
  'server',
  'sdk',
  'site',
  'connectors',
  'web',
  'partners',
  'verifier',
  'world',
  'bench',
  'e2e',
  'tools',
  'docs',
  '.ci'
])

test('every path that a document names exists', () => {
  for (const document of documents) {
    for (const name of inBackticks(textOf(document))) {
      const isPath = /^[\w.-]+\/[\w./-]*$/.test(name) && folders.has(name.split('/')[0]!)
      const isBuilt = /\/dist(\/|$)/.test(name)
      const isRootFile = /^[A-Z]+\.md$/.test(name)
      if ((isPath && !isBuilt) || isRootFile)
        assert.ok(existsSync(join(root, name)), `${document} names ${name}, which does not exist`)
    }
  }
})

test('every link between documents leads somewhere', () => {
  for (const document of documents) {
    for (const [, target] of textOf(document).matchAll(/(?<!!)\[[^\]]*\]\((?!https?:)([^)#]+)/g)) {
      assert.ok(
        existsSync(join(root, dirname(document), target!)),
        `${document} links to ${target}, which does not exist`
      )
    }
  }
})

test('every table and function of the database that a document names exists', () => {
  const sql = globSync('server/migrations/*.sql', { cwd: root }).map(read).join('\n')
  const made = new Set(
    [
      ...sql.matchAll(/create (?:or replace )?(?:table|function|type|view) (?:if not exists )?([a-z_]+\.[a-z_0-9]+)/g)
    ].map((m) => m[1])
  )
  // The guides for partners name functions of the SDK in the same form.
  for (const document of documents.filter((path) => !path.startsWith('docs/guide/'))) {
    for (const name of inBackticks(textOf(document))) {
      const match = /^([a-z]+)\.[a-z_]+(?:\(\))?$/.exec(name)
      if (!match || !rooms.includes(match[1]!)) continue
      assert.ok(made.has(name.replace('()', '')), `${document} names ${name}, which no migration makes`)
    }
  }
})

test('every setting is described in docs/operate.md, and no other', () => {
  const settings = new Set(read('server/src/base/config.ts').match(/(?<=')(?:PARLEY_[A-Z_]+|DATABASE_URL)(?=')/g))
  const described = new Set([...read('docs/operate.md').matchAll(/^\| `([A-Z_]+)` +\|/gm)].map((match) => match[1]!))
  assert.deepEqual([...described].toSorted(), [...settings].toSorted())
})
