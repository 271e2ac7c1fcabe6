// Facts about the names of files.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceOf } from '../source.ts'
import { namesRule } from './names.ts'

const good = (path: string) => namesRule(sourceOf(path, '')).length === 0

test('files are named in kebab-case after what they export', () => {
  for (const path of [
    'server/src/people/sign-up.ts',
    'server/src/people/sign-up.test.ts',
    'web/src/conversations/message-list.tsx',
    'web/src/vite-env.d.ts',
    'web/vite.config.ts',
    'sdk/src/index.ts',
    'site/src/index.ts',
    'server/migrations/0010-log-entry.sql'
  ]) {
    assert.ok(good(path), path)
  }
  for (const path of ['server/src/people/signUp.ts', 'web/src/MessageList.tsx', 'web/src/message_list.tsx'])
    assert.ok(!good(path), path)
})

test('a name that fits every file is found', () => {
  for (const path of [
    'server/src/people/index.ts',
    'server/src/people/utils.ts',
    'server/src/people/session-helpers.ts',
    'server/src/people/types.ts',
    'web/src/common/button.tsx',
    'server/src/grants/grant-service.ts'
  ]) {
    assert.ok(!good(path), path)
  }
})
