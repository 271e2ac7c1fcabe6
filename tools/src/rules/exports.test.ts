// Facts about exports.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceOf } from '../source.ts'
import { exportsRule } from './exports.ts'

const count = (path: string, code: string) => exportsRule(sourceOf(path, `// x\n${code}\n`)).length

test('a default export is found in every form', () => {
  for (const code of ['export default 1', 'export default function () {}', 'const a = 1\nexport { a as default }']) {
    assert.equal(count('web/src/shell/shell.ts', code), 1, code)
  }
  assert.equal(count('web/src/shell/shell.ts', 'export const a = 1'), 0)
})

test('the configuration of Vite is a default export', () => {
  assert.equal(count('web/vite.config.ts', 'export default {}'), 0)
})

test('a file that only passes names on is found, but for what partners import', () => {
  const code = `export { a } from './a.ts'\nexport * from './b.ts'`
  assert.equal(count('server/src/people/all.ts', code), 1)
  assert.equal(count('sdk/src/index.ts', code), 0)
  assert.equal(count('site/src/index.ts', code), 0)
})
