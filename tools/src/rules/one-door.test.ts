// Facts about the doors for environment, time, randomness and limits.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceOf } from '../source.ts'
import { oneDoorRule } from './one-door.ts'

const messages = (path: string, code: string) =>
  oneDoorRule(sourceOf(path, `// x\n${code}\n`)).map(({ message }) => message)

const throughOtherDoors = {
  'config.ts': ['const a = process.env.PORT', `const a = process.env['PORT']`, 'const a = import.meta.env.MODE'],
  'clock.ts': ['const a = Date.now()', 'const a = new Date()', 'const a = Date()'],
  'random.ts': [
    `import { randomBytes } from 'node:crypto'`,
    'const a = crypto.randomUUID()',
    'crypto.getRandomValues(a)',
    'const a = Math.random()'
  ],
  'limits.ts': [`import { RateLimiterPostgres } from 'rate-limiter-flexible'`]
}

test('each thing has one door in a building, and is found elsewhere', () => {
  for (const [door, codes] of Object.entries(throughOtherDoors)) {
    for (const code of codes) {
      assert.match(messages('server/src/people/sign-in.ts', code)[0]!, new RegExp(`server/src/base/${door}`), code)
      assert.deepEqual(messages(`server/src/base/${door}`, code), [], code)
      assert.deepEqual(messages(`partners/music/src/${door}`, code), [], code)
      assert.equal(messages(`partners/music/src/pages/${door}`, code).length, 1, code)
    }
  }
})

test('a time that comes from elsewhere may be read', () => {
  assert.deepEqual(
    messages('server/src/people/sign-in.ts', 'const a = new Date(row.at)\nconst b = performance.now()'),
    []
  )
})

test('hashing is no randomness', () => {
  assert.deepEqual(
    messages('server/src/people/sign-in.ts', `import { createHash, timingSafeEqual } from 'node:crypto'`),
    []
  )
})

test('tests may look at the clock', () => {
  assert.deepEqual(messages('server/src/people/sign-in.test.ts', 'const a = Date.now()'), [])
})
