// Facts about the size of partner apps.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceOf } from '../source.ts'
import { appLinesMax, appSizes } from './app-sizes.ts'

const code = (lines: number) => `// A file.\n\n${'a()\n'.repeat(lines)}`
const half = code(appLinesMax / 2)

test('the files of an app count together, without comments and blank lines', () => {
  const files = [sourceOf('partners/music/src/a.ts', half), sourceOf('partners/music/src/b/c.ts', half)]
  assert.deepEqual(appSizes(files), [])
  const [finding] = appSizes([...files, sourceOf('partners/music/src/d.ts', code(1))])
  assert.match(finding!.message, new RegExp(`partners/music has ${appLinesMax + 1} lines`))
})

test('tests, what tests use, other apps and other buildings do not count', () => {
  const paths = ['a.test.ts', 'test-reports.ts', 'x/a.test.ts'].map((name) => `partners/music/src/${name}`)
  const files = [...paths, 'partners/bank/src/a.ts', 'site/src/a.ts'].map((path) => sourceOf(path, half))
  assert.deepEqual(appSizes([...files, sourceOf('partners/music/src/a.ts', half)]), [])
})
