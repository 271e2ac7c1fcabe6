// Tests of the sentence for an error: the app's own words first, then the kit's, and none for a fault.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ParleyRefusal, ParleyUnreachable } from '@parley/sdk'
import { sayError } from './say-error.ts'

const refusal = (code: string, right?: string): ParleyRefusal =>
  new ParleyRefusal(code, { status: 403, title: 'No', ...(right !== undefined && { right }) })
const own = { away: 'I cannot hear Parley.', 'lacks write': 'I may not write.', own_only: 'Only mine.' }
const say = (error: unknown) => sayError('Notes', own, error)

test('every kind of error has a sentence, and the own words of an app come first', () => {
  assert.equal(say(new ParleyUnreachable('x')), 'I cannot hear Parley.')
  assert.equal(say(refusal('right_missing', 'write')), 'I may not write.')
  assert.equal(say(refusal('own_only')), 'Only mine.')
  assert.match(say(refusal('right_missing', 'read'))!, /^Notes may not read messages\./)
  assert.match(say(refusal('right_missing', 'something new'))!, /^Notes may not touch your messages\./)
  assert.match(say(refusal('grant_required'))!, /^Notes may not touch your messages\./)
  assert.match(say(refusal('grant_ended'))!, /connection to Parley has ended/)
  assert.match(say(refusal('grant_paused'))!, /paused Notes/)
  assert.equal(say(refusal('constructor')), 'Parley refused: No.')
})

test('a fault of the app has no sentence', () => {
  assert.equal(say(new TypeError('x')), undefined)
  assert.equal(say(undefined), undefined)
})
