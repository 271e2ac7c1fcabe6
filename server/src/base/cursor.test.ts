// Cursors come back as they were given out, and nothing else is taken for one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCursor, writeCursor } from './cursor.ts'
import { newId } from './random.ts'

const refused = (cursor: string, ...parts: Parameters<typeof readCursor>[1][]) =>
  assert.throws(() => readCursor(cursor, ...parts), { code: 'invalid_cursor' })

test('a cursor is read as it was written', () => {
  const place = [newId(), 'name', 7] as const
  assert.deepEqual(readCursor(writeCursor(place), 'id', 'string', 'number'), place)
})

test('other shapes and types are refused', () => {
  refused('', 'string')
  refused('bm9uc2Vuc2U', 'string')
  for (const json of ['null', '{}', '[]', '["a",1]', '[1]', '[null]', '["\\u0000"]', '["\\ud800"]'])
    refused(Buffer.from(json).toString('base64url'), 'string')
  for (const json of ['["1"]', '[1.5]', '[1e300]', '[9007199254740993]'])
    refused(Buffer.from(json).toString('base64url'), 'number')
})

test('where an id stands, only an id is taken', () => {
  for (const text of ['', 'nobody', '-'.repeat(36), newId().toUpperCase(), `{${newId()}}`])
    refused(writeCursor([text]), 'id')
})
