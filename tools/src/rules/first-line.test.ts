// Facts about the first line of a file.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceOf } from '../source.ts'
import { firstLineOf, firstLineRule } from './first-line.ts'

const good = (path: string, text: string) => firstLineRule(sourceOf(path, text)).length === 0

test('each kind of file says in its own comment form what lives there', () => {
  assert.ok(good('a/src/b.ts', '// Opens a door for a guest.\n'))
  assert.ok(good('a/src/b.tsx', '/** Opens a door for a guest. */\n'))
  assert.ok(good('a/src/b.css', '/* The colours of the door. */\n'))
  assert.ok(good('a/src/b.css', '/* The colours of the door, and why they are so:\n   they differ. */\n'))
  assert.ok(good('server/migrations/0001-log-a.sql', '-- Doors and who opened them.\n'))
  assert.ok(good('a/src/b.mjs', '#!/usr/bin/env node\n// Opens a door for a guest.\n'))
})

test('a file that begins with code, a bare word or no sentence is found', () => {
  for (const text of [
    '',
    'import a from "b"\n',
    '// door\n',
    '// Opens a door for a guest\n',
    '\n// Opens a door for a guest.\n'
  ]) {
    assert.ok(!good('a/src/b.ts', text), JSON.stringify(text))
  }
  assert.ok(!good('a/src/b.css', '// Not a comment in CSS at all.\n'))
})

test('the sentence comes without its comment marks', () => {
  assert.equal(firstLineOf('/** Opens a door. */\nx', 'ts'), 'Opens a door.')
  assert.equal(firstLineOf('/* Opens a door. */', 'css'), 'Opens a door.')
  assert.equal(firstLineOf('-- Opens a door.', 'sql'), 'Opens a door.')
})
