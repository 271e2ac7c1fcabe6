// Tests of the ask and its wire form.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageKinds } from '@parley/protocol/api/message-kinds.ts'
import { AskedDetail, actions, perDayMax, untils } from '@parley/protocol/api/grant.ts'
import fc from 'fast-check'
import { Value } from 'typebox/value'
import { type Ask, askedDetail } from './ask.ts'

const asks: fc.Arbitrary<Ask> = fc.record(
  {
    actions: fc.array(fc.constantFrom(...actions), { maxLength: 6 }),
    friends: fc.boolean(),
    messages: fc.constantFrom('own', 'any'),
    where: fc.constantFrom('chosen', 'all'),
    from: fc.constantFrom('from_now', 'all_history'),
    until: fc.constantFrom(...untils),
    kinds: fc.array(fc.constantFrom(...messageKinds), { minLength: 1 }),
    perDay: fc.integer({ min: 1, max: perDayMax })
  },
  { requiredKeys: ['actions'] }
) as fc.Arbitrary<Ask>

test('an ask becomes the authorization detail that the platform takes', () => {
  fc.assert(
    fc.property(asks, (ask) => {
      const detail = askedDetail(ask)
      assert.ok(Value.Check(AskedDetail, detail))
      assert.deepEqual(new Set(detail.actions), new Set(ask.actions))
    })
  )
})

test('what an ask leaves out stays out, so that the platform takes the least', () => {
  assert.deepEqual(askedDetail({ actions: ['read', 'read'] }), { type: 'parley_messages', actions: ['read'] })
})
