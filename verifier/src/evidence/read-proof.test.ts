// One bad proof spoils no other of the same key.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readProof } from '@parley/protocol/log/read-proof.ts'
import { makeAppKey } from '../simulate/app-key.ts'

test('a proof that names another algorithm for a key spoils no proof of that key', async () => {
  const key = await makeAppKey()
  const proof = await key.prove('GET', 'https://parley.example/v1/friends', 0, 'jti')
  const [header = '', payload = '', signature = ''] = proof.split('.')
  const fields = JSON.parse(Buffer.from(header, 'base64url').toString()) as Record<string, unknown>
  const other = Buffer.from(JSON.stringify({ ...fields, alg: 'EdDSA' })).toString('base64url')
  assert.equal(await readProof(`${other}.${payload}.${signature}`), undefined)
  assert.equal((await readProof(proof))?.jkt, key.jkt)
})
