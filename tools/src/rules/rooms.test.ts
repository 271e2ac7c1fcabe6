// Facts about the stack of rooms.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceOf } from '../source.ts'
import { roomsRule } from './rooms.ts'

const messages = (path: string, text: string) =>
  roomsRule(sourceOf(path, text)).map(({ line, message }) => `${line} ${message}`)

test('a room imports rooms below it and itself', () => {
  const text = `import { a } from '../people/session.ts'\nimport { b } from './revoke.ts'\nimport { c } from '../base/sql.ts'\n`
  assert.deepEqual(messages('server/src/grants/give.ts', text), [])
})

test('a room does not import a room above it, in no form', () => {
  const forms = [
    `import { a } from '../grants/live.ts'`,
    `import type { A } from '../grants/live.ts'`,
    `export { a } from '../grants/live.ts'`,
    `const a = await import('../grants/live.ts')`,
    `type A = import('../grants/live.ts').A`
  ]
  for (const form of forms) {
    assert.deepEqual(messages('server/src/people/befriend.ts', `// x\n${form}\n`), [
      '2 people may not import grants, which stands above it; move the code down, or let grants call people'
    ])
  }
})

test('a room takes nothing from above all rooms', () => {
  assert.match(
    messages('server/src/people/routes.ts', `import { createApp } from '../app.ts'`)[0]!,
    /app\.ts stands above all rooms/
  )
  assert.match(
    messages('server/src/people/routes.ts', `import type { P } from '../platform.ts'`)[0]!,
    /platform\.ts stands above/
  )
})

test('only main.ts imports app.ts, and app.ts imports every room', () => {
  assert.deepEqual(messages('server/src/app.ts', `import { a } from './privacy/routes.ts'`), [])
  assert.deepEqual(messages('server/src/main.ts', `import { createApp } from './app.ts'`), [])
  assert.equal(messages('server/src/platform.ts', `import { createApp } from './app.ts'`).length, 1)
})

test('a folder that is no room is found', () => {
  assert.match(messages('server/src/mail/send.ts', '// x')[0]!, /mail is no room/)
})

test('a test may import any room', () => {
  assert.deepEqual(messages('server/src/people/befriend.test.ts', `import { a } from '../grants/give.ts'`), [])
})
