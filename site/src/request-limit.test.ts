// Tests of the limit of requests: who is counted, and who is forgotten.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callerBlock, requestLimit } from './request-limit.ts'

const isExceeded = (limit: ReturnType<typeof requestLimit>, caller: string): boolean => limit(caller).exceeded

test('who calls too often is told so until the window ends, and others are not', ({ mock }) => {
  mock.timers.enable({ apis: ['Date'] })
  const limit = requestLimit({ max: 2, windowMs: 200 })
  assert.deepEqual(
    ['a', 'a', 'b', 'a'].map((caller) => isExceeded(limit, caller)),
    [false, false, false, true]
  )
  assert.equal(limit('a').resetSeconds, 1)
  mock.timers.tick(199)
  assert.equal(isExceeded(limit, 'a'), true)
  mock.timers.tick(1)
  assert.deepEqual(limit('a'), { remaining: 1, resetSeconds: 1, exceeded: false })
})

test('many callers push out those that have not called for longest, and nobody who goes on calling', () => {
  const limit = requestLimit({ max: 3, windowMs: 60_000, callersMax: 100 })
  for (let i = 0; i < 5; i++) limit('loud')
  for (let i = 0; i < 2; i++) limit('quiet')
  for (let i = 0; i < 1000; i++) {
    assert.equal(isExceeded(limit, `stranger ${i}`), false)
    if (i % 50 === 0) assert.ok(isExceeded(limit, 'loud'), 'many strangers set nobody free')
  }
  assert.equal(limit('quiet').remaining, 2, 'forgotten, so it begins anew')
})

test('all addresses of one IPv6 network are one caller', () => {
  const cases: Record<string, string> = {
    '192.0.2.7': '192.0.2.7',
    '::ffff:192.0.2.7': '192.0.2.7',
    '2001:db8:1:2:3:4:5:6': '2001:db8:1:2',
    '2001:db8:1:2::9': '2001:db8:1:2',
    '2001:db8::7:8:9': '2001:db8:0:0',
    '::1': '0:0:0:0'
  }
  for (const [address, block] of Object.entries(cases)) assert.equal(callerBlock(address), block)
})
