// JSON from outside: what it may hold, and that no nesting breaks the reader.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseJson } from './parse-json.ts'
import { Refusal } from './refusal.ts'

const codeOf = (text: string | Uint8Array): string => {
  try {
    parseJson(typeof text === 'string' ? Buffer.from(text) : text)
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return 'read'
}

test('NUL and half surrogates are refused wherever they stand, also in names', () => {
  for (const text of ['"\\u0000"', '{"a":["\\ud800"]}', '{"a\\u0000":1}', '[{"a":"\\udfff"}]'])
    assert.equal(codeOf(text), 'invalid_text', text)
  assert.equal(codeOf('"\\ud83d\\ude00"'), 'read')
})

test('what is not UTF-8 is refused', () => {
  for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80]])
    assert.equal(codeOf(Buffer.from([0x22, ...bytes, 0x22])), 'invalid_text')
})

test('names that reach prototypes are refused', () => {
  for (const text of ['{"__proto__":1}', '{"\\u005f_proto__":1}', '{"constructor":{"prototype":1}}'])
    assert.equal(codeOf(text), 'invalid_request', text)
})

test('nesting as deep as a body is long is read, and searched for bad text', () => {
  const levels = 32_000
  assert.equal(codeOf(`${'['.repeat(levels)}${']'.repeat(levels)}`), 'read')
  assert.equal(codeOf(`${'['.repeat(levels)}"\\u0000"${']'.repeat(levels)}`), 'invalid_text')
  assert.equal(codeOf(`${'{"a":'.repeat(levels)}"\\ud800"${'}'.repeat(levels)}`), 'invalid_text')
  assert.equal(codeOf(`${'{"a":'.repeat(levels)}{"__proto__":1}${'}'.repeat(levels)}`), 'invalid_request')
})

test('a byte order mark is refused', () => {
  assert.equal(codeOf('\ufeff{}'), 'invalid_request')
})
