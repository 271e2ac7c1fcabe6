// Facts about what is said once more, at the end of npm test, about tests that failed.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { root } from './root.ts'
import { runTestFile } from './run-test-file.ts'
import { shortFailures } from './short-failures.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-failures-'))
after(() => rm(folder, { recursive: true, force: true }))

const failuresOf = async (body: string): Promise<string> => {
  const path = join(folder, 'bad.test.mjs')
  const fastCheck = pathToFileURL(join(root, 'node_modules/fast-check/lib/fast-check.js')).href
  const imports = `import test from 'node:test'\nimport assert from 'node:assert/strict'\nimport fc from '${fastCheck}'\n`
  await writeFile(path, imports + body)
  const { text } = await runTestFile({ path, limitMs: 20_000, env: {}, signal: new AbortController().signal })
  return shortFailures(text)
}

test('a property that a huge value breaks is told by name, seed, path and cause, in few characters', async () => {
  const text = await failuresOf(`
    test('no list holds a number', () => fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 2000, maxLength: 3000, size: 'max' }), (list) => {
        assert.deepEqual(list.slice(0, 100), [], 'here is one')
      }), { seed: 77, endOnFailure: true }))
    test('another', () => {})`)
  assert.ok(text.length < 4000, `${text.length} characters`)
  assert.match(text, /✖ no list holds a number/)
  assert.match(text, /seed: 77, path: "0"/)
  assert.match(text, /\[cause\]: .*here is one/)
  assert.match(text, /at .*bad\.test\.mjs:7:/)
  assert.doesNotMatch(text, /another/)
})

test('a counterexample of many lines hides no cause', async () => {
  const text = await failuresOf(`
    const many = { toString: () => 'a line\\n'.repeat(5000) }
    test('nothing is true', () => fc.assert(
      fc.property(fc.constant(many), () => { throw new Error('the reason') }), { seed: 78 }))`)
  assert.ok(text.length < 4000, `${text.length} characters`)
  assert.match(text, /✖ nothing is true/)
  assert.match(text, /seed: 78/)
  assert.match(text, /\[cause\]: Error: the reason/)
})

test('each of several failures is told, also of a test within another', async () => {
  const text = await failuresOf(`
    test('one', () => { assert.equal('x'.repeat(50_000), 'y') })
    test('outer', async (t) => { await t.test('two', () => { throw new TypeError('of two') }) })`)
  assert.match(text, /✖ one.*✖ two.*of two/s)
  assert.ok(text.length < 6000, `${text.length} characters`)
})

test('so many failures that they would fill the end are counted', () => {
  const failure = (n: number) => `test at a.test.ts:${n}:1\n✖ fact ${n}\n  Error: ${'z'.repeat(400)}\n`
  const text = shortFailures(`✖ failing tests:\n\n${Array.from({ length: 50 }, (_, n) => failure(n)).join('\n')}`)
  assert.match(text, /✖ fact 0\n/)
  assert.match(text, /… and \d+ more/)
  assert.ok(text.length < 7000, `${text.length} characters`)
})

test('of a file that was killed or broke before its tests, the end is told', () => {
  const text = shortFailures(`${'a\n'.repeat(500)}${'b'.repeat(9000)}\n✖ x.test.ts was still running after 2 s`)
  assert.match(text, /was still running after 2 s$/)
  assert.ok(text.length < 1000, `${text.length} characters`)
})

test('a test that prints the words of a failing run is no failure', () => {
  const real = 'test at a.test.ts:1:1\n✖ real (1 ms)\n  Error: why'
  assert.equal(shortFailures(`✖ failing tests:\n✔ talks\n\n✖ failing tests:\n\n${real}`), real)
})
