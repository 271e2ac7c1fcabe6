// Addresses that belong to one holder count as one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressBlock } from './address-block.ts'

test('an IPv4 address stands for itself, also when it is mapped', () => {
  assert.equal(addressBlock('203.0.113.9'), '203.0.113.9')
  assert.equal(addressBlock('::ffff:203.0.113.9'), '203.0.113.9')
})

test('all addresses of a /64 are one', () => {
  for (const address of ['2001:db8:0:7::1', '2001:0db8:0000:0007:ffff:1:2:3', '2001:db8::7:0:0:0:9'])
    assert.equal(addressBlock(address), '2001:db8:0:7::/64')
  assert.equal(addressBlock('::1'), '0:0:0:0::/64')
  assert.equal(addressBlock('fe80::1%eth0'), 'fe80:0:0:0::/64')
})
