// Facts about sizes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceOf } from '../source.ts'
import { sizesRule } from './sizes.ts'

const lines = (count: number) => '  a()\n'.repeat(count)
const findings = (path: string, text: string) => sizesRule(sourceOf(path, text))

test('a file has at most 300 lines', () => {
  assert.equal(findings('web/src/a.css', lines(300)).length, 0)
  assert.equal(findings('web/src/a.css', lines(301)).length, 1)
  assert.equal(findings('web/src/a.test.ts', lines(301)).length, 1)
})

test('a function has at most 70 lines, and is named', () => {
  assert.deepEqual(findings('web/src/a.ts', `const go = () => {\n${lines(68)}}\n`), [])
  const [finding] = findings('web/src/a.ts', `// x\nconst go = () => {\n${lines(69)}}\n`)
  assert.equal(finding?.line, 2)
  assert.match(finding.message, /^go is 71 lines long/)
})

test('an SQL function has at most 70 lines', () => {
  const make = (count: number) =>
    `create function log.f() returns void language sql as $$\n${'select 1;\n'.repeat(count)}$$;\n`
  assert.equal(findings('server/migrations/0010-log-a.sql', make(68)).length, 0)
  assert.match(findings('server/migrations/0010-log-a.sql', make(69))[0]!.message, /^log\.f is 71 lines/)
})

test('a test may walk a long way in one function', () => {
  assert.deepEqual(findings('e2e/src/walk.test.ts', `const go = () => {\n${lines(100)}}\n`), [])
})
