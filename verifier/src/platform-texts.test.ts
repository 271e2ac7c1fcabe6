// What the platform records today is what the verifier understands: its texts are read, and their commitments open.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import { commitOwner, commitShared } from '@parley/protocol/log/commitment.ts'
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { fromHex } from '@parley/protocol/log/hex.ts'
import { lidOf } from '@parley/protocol/log/party.ts'
import { makeActor } from '@parley/world/test-actor.ts'
import { messagesOf, startTriangle } from '@parley/world/test-triangle.ts'

type Row = {
  kind: string
  shared: string
  owner: string
  salt_s: Uint8Array
  salt_o: Uint8Array
  cs: Uint8Array
  co: Uint8Array
}

test('every kind of entry that the platform writes is understood, and opens its commitments', async (t) => {
  const { parley, ana, ben, withBen, say } = await startTriangle()
  t.after(() => parley.close())
  await say(ben, withBen, 'Hello')
  const actor = await makeActor(parley, { actions: ['read', 'write', 'delete'], friends: true }, { person: ana })
  await actor.get('/v1/conversations')
  await actor.get('/v1/friends')
  await actor.get(messagesOf(withBen))
  const { body } = await actor.write(withBen, { text: 'Written' })
  await actor.send('DELETE', `${messagesOf(withBen)}/${body.id}`)
  assert.equal((await ana.post(`/api/grants/${actor.grant}/narrow`, { friends: false })).status, 200)
  assert.equal((await ana.post(`/api/grants/${actor.grant}/revoke`, {})).status, 200)
  const rows = await parley.sql<Row[]>`select kind, shared, owner, salt_s, salt_o, cs, co from log.entry order by id`
  for (const { kind, shared, owner, salt_s, salt_o, cs, co } of rows) {
    const read = parseShared(shared)
    assert.equal(read.t, kind)
    parseOwner(read.frame, owner)
    assert.ok(sameBytes(commitShared(new Uint8Array(salt_s), shared), new Uint8Array(cs)))
    assert.ok(sameBytes(commitOwner(new Uint8Array(salt_o), owner), new Uint8Array(co)))
  }
  const kinds = new Set(rows.map(({ kind }) => kind))
  for (const kind of ['open', 'register', 'give', 'list', 'read', 'write', 'delete', 'narrow', 'revoke'])
    assert.ok(kinds.has(kind), kind)
  const [party] = await parley.sql<
    { k: string; lid: string }[]
  >`select encode(k, 'hex') as k, encode(lid, 'hex') as lid from log.party limit 1`
  assert.ok(party && sameBytes(lidOf(fromHex(party.k)!), fromHex(party.lid)!))
})
