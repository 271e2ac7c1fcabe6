// Facts about reading and adding up the counts of test files.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addCounts, countLines, splitCounts } from './test-counts.ts'

const summary = 'ℹ tests 3\nℹ suites 0\nℹ pass 2\nℹ fail 1\nℹ cancelled 0\nℹ skipped 0\nℹ todo 0\nℹ duration_ms 12.5'

test('the counts come off the end of the output, and failures stay', () => {
  const { text, counts } = splitCounts(`✔ a\n✖ b\n${summary}\n\n✖ failing tests:\nwhy`)
  assert.match(text, /^✔ a\n✖ b\n\n✖ failing tests:\nwhy$/)
  assert.equal(counts?.tests, 3)
  assert.equal(counts.fail, 1)
})

test('output that broke off has no counts', () => {
  assert.equal(splitCounts('✔ a\nℹ tests 3\n').counts, undefined)
})

test('counts add up to a summary in the same form', () => {
  const { counts } = splitCounts(summary)
  assert.match(
    countLines(addCounts(counts!, counts!), 20.4),
    /^ℹ tests 6\nℹ suites 0\nℹ pass 4\nℹ fail 2\n.*\nℹ duration_ms 20$/s
  )
})
