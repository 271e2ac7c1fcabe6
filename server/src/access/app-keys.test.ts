// The app's signature in the record: each request's proof as sent, and each key of an app before the first access with it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { readProof } from '@parley/protocol/log/read-proof.ts'
import { makeActor, partnerHeaders, type TestActor } from '@parley/world/test-actor.ts'
import { ask } from '@parley/world/test-person.ts'
import { makeProofKey } from '@parley/world/test-proof.ts'
import { makeToken } from '@parley/world/test-token.ts'
import { messagesOf, startTriangle, type TestTriangle } from '@parley/world/test-triangle.ts'
import { sha256 } from '../base/hash.ts'
import { newId } from '../base/random.ts'

let all: TestTriangle
before(async () => {
  all = await startTriangle()
  await all.say(all.ben, all.withBen, 'Hello')
})
after(() => all.parley.close())

type Row = { id: number; kind: string; shared: string; owner: string; proof: string | null; parties: string[] }

/** The keys and accesses of an app, in the order of the log. */
const rowsOf = ({ app }: Pick<TestActor, 'app'>) => all.parley.sql<Row[]>`
  select id, kind, shared, owner, proof, parties from log.entry
  where app_id = ${app.id} and kind in ('key', 'list', 'read', 'write', 'delete') order by id`

const jktsOf = (rows: readonly Row[]) =>
  rows.filter(({ kind }) => kind === 'key').map(({ owner }) => parseOwner('key', owner).jkt)

const actorOf = () =>
  makeActor(all.parley, { actions: ['read', 'write', 'delete'], friends: true }, { person: all.ana })

/** The same app and grant with another key. */
const withKey = async (actor: TestActor): Promise<Pick<TestActor, 'token' | 'key' | 'get'>> => {
  const key = makeProofKey()
  const token = await makeToken(all.parley.sql, actor.grant, actor.app.clientId, key.jkt)
  const get: TestActor['get'] = (path) =>
    ask(all.parley.url, '', 'GET', path, undefined, partnerHeaders(all.parley, { token, key }, 'GET', path))
  return { token, key, get }
}

test('the log names a key once, before the first access with it, to the app alone', async () => {
  const actor = await actorOf()
  for (const path of [messagesOf(all.withBen), '/v1/conversations', '/v1/changes', '/v1/friends']) await actor.get(path)
  const rows = await rowsOf(actor)
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ['key', 'read', 'list', 'read', 'list']
  )
  const [key] = rows
  assert.ok(key)
  assert.deepEqual(key.parties, [actor.app.id])
  const [shared, owner] = [parseShared(key.shared), parseOwner('key', key.owner)]
  assert.ok(shared.frame === 'key')
  assert.deepEqual([owner.who, owner.jkt], [shared.app, actor.key.jkt])
})

test('another key of the app, and the same key of another app, have entries of their own', async () => {
  const actor = await actorOf()
  await actor.get('/v1/conversations')
  const second = await withKey(actor)
  await second.get('/v1/conversations')
  assert.deepEqual(jktsOf(await rowsOf(actor)), [actor.key.jkt, second.key.jkt])
  const other = await actorOf()
  const token = await makeToken(all.parley.sql, other.grant, other.app.clientId, actor.key.jkt)
  const headers = partnerHeaders(all.parley, { token, key: actor.key }, 'GET', '/v1/conversations')
  assert.equal((await ask(all.parley.url, '', 'GET', '/v1/conversations', undefined, headers)).status, 200)
  assert.deepEqual(jktsOf(await rowsOf(other)), [actor.key.jkt])
})

test('what is refused or discloses nothing names no key', async () => {
  const actor = await actorOf()
  for (const path of [messagesOf(newId()), '/v1/me', '/v1/grant', `${messagesOf(all.withBen)}/${newId()}`])
    await actor.get(path)
  assert.equal((await rowsOf(actor)).length, 0)
})

test('first uses of a key at the same time name it once, before all of them', async () => {
  for (let round = 0; round < 5; round++) {
    const actor = await actorOf()
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        at % 2 === 0 ? actor.get(messagesOf(all.withBen)) : actor.write(all.withBen, { text: `${at}` })
      )
    )
    assert.ok(answers.every(({ status }) => status < 300))
    const rows = await rowsOf(actor)
    assert.deepEqual([jktsOf(rows), rows[0]?.kind, rows.length], [[actor.key.jkt], 'key', 7])
  }
})

test('a key goes with its access when that is undone, and the one that waited for it names it', async () => {
  const actor = await actorOf()
  const { partnerSql } = all.parley
  const undone = new Error('undone')
  let waiting: Promise<{ status: number }> | undefined
  await partnerSql
    .begin(async (tx) => {
      await tx`select status from access.read_messages(${sha256(actor.token)}, ${actor.key.jkt}, ${sha256('first')}, 'sent', ${all.withBen}, 0, 10)`
      waiting = actor.get(messagesOf(all.withBen))
      await new Promise((resolve) => setTimeout(resolve, 200))
      throw undone
    })
    .catch((error: unknown) => assert.equal(error, undone))
  assert.equal((await waiting)?.status, 200)
  assert.deepEqual(
    (await rowsOf(actor)).map(({ kind }) => kind),
    ['key', 'read']
  )
})

test('each access keeps the proof as it was sent, which shows who asked for what and when', async () => {
  const actor = await actorOf()
  const key = newId()
  const requests: [string, string, unknown?, Record<string, string>?][] = [
    ['GET', messagesOf(all.withBen)],
    ['GET', '/v1/friends'],
    ['POST', messagesOf(all.withBen), { text: 'Signed' }, { 'idempotency-key': key }]
  ]
  const sent: string[] = []
  for (const [method, path, body, more] of requests) {
    const headers = { ...partnerHeaders(all.parley, actor, method, path), ...more }
    sent.push(headers['dpop'] ?? '')
    assert.ok((await ask(all.parley.url, '', method, path, body, headers)).status < 300)
  }
  const rows = (await rowsOf(actor)).filter(({ kind }) => kind !== 'key')
  assert.deepEqual(
    rows.map(({ proof }) => proof),
    sent
  )
  for (const [at, { proof, shared, owner }] of rows.entries()) {
    const read = await readProof(proof ?? '')
    assert.ok(read)
    const text = parseShared(shared)
    assert.ok(text.frame === 'access' || text.frame === 'list')
    assert.equal(parseOwner(text.frame, owner).req, sha256(proof ?? '').toString('hex'))
    assert.deepEqual([read.jkt, read.method], [actor.key.jkt, requests[at]?.[0]])
    assert.ok(Math.abs(Date.parse(text.at) / 1000 - read.issuedSeconds) < 120)
  }
})
