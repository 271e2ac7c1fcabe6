// Tests of keeping the DPoP key.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryStore } from '../memory-store.ts'
import type { KeptKey, Store } from '../store.ts'
import { makeKey, proofOf } from './key.ts'

const client = { client_id: 'test' }
const textStore: Store = { get: async () => undefined, set: async () => undefined, delete: async () => undefined }

test('a key that went through JSON makes proofs for the same thumbprint', async () => {
  const key = await makeKey(textStore)
  const again = JSON.parse(JSON.stringify(key)) as KeptKey
  const [before, after] = await Promise.all([proofOf(client, key), proofOf(client, again)])
  assert.equal(await before.calculateThumbprint(), await after.calculateThumbprint())
})

test('in a store that holds keys the private key cannot be exported', async () => {
  const key = await makeKey(memoryStore())
  assert.ok('pair' in key)
  assert.equal(key.pair.privateKey.extractable, false)
  await assert.rejects(crypto.subtle.exportKey('jwk', key.pair.privateKey))
})
