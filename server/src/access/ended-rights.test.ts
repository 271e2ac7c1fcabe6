// Rights end where they end: grants that are over, narrowed or of others, apps and people that are gone, groups that were left.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect } from 'node:net'
import { after, before, test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeActor, partnerHeaders, type TestActor } from '@parley/world/test-actor.ts'
import { ask, befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import type { TestPlatform } from '@parley/world/test-platform.ts'
import { messagesOf, startTriangle, type TestTriangle } from '@parley/world/test-triangle.ts'
import { makeToken } from '@parley/world/test-token.ts'
import { newId } from '../base/random.ts'

let all: TestTriangle
let parley: TestPlatform
let [ana, ben, cara] = [] as unknown as [TestPerson, TestPerson, TestPerson]
let [withBen, withCara] = ['', '']
before(async () => {
  all = await startTriangle()
  ;({ parley, ana, ben, cara, withBen, withCara } = all)
})
after(() => parley.close())

type Bearer = Pick<TestActor, 'token' | 'key'>
const getAs = (bearer: Bearer, path: string) =>
  ask(parley.url, '', 'GET', path, undefined, partnerHeaders(parley, bearer, 'GET', path))

/** Resolves when so many statements on this database wait for a lock; with false when the answer came before. */
const waitingFor = async (many: number, answer?: Promise<unknown>): Promise<boolean> => {
  let isAnswered = false
  void answer?.finally(() => (isAnswered = true))
  for (let n = 0; n < many; await sleep(5)) {
    if (isAnswered) return false
    const [row] = await parley.sql<{ n: number }[]>`
      select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    n = row?.n ?? 0
  }
  return true
}

test('a grant that has ended, by its time or by its person, ends the tokens that are out', async () => {
  const timed = await makeActor(parley, { actions: ['read'], until: 'hour' }, { person: ana })
  assert.equal((await timed.get(messagesOf(withBen))).status, 200)
  await parley.sql`update grants.grant set ends_at = clock_timestamp() where id = ${timed.grant}`
  const revoked = await makeActor(parley, { actions: ['read'] }, { person: ana })
  assert.equal((await ana.post(`/api/grants/${revoked.grant}/revoke`)).status, 200)
  for (const actor of [timed, revoked])
    await all.refused('grant_ended', [
      () => actor.get(messagesOf(withBen)),
      () => actor.get('/v1/changes'),
      () => actor.get('/v1/me')
    ])
})

test('a write that still waits when its grant ends by its time does not happen', async () => {
  // The write must reach the conversation within this time, which nothing promises: with more until it does.
  for (let seconds = 0.3, hasWaited = false; !hasWaited; seconds *= 2) {
    const actor = await makeActor(parley, { actions: ['write'], until: 'hour' }, { person: ana })
    await parley.sql`
      update grants.grant set ends_at = clock_timestamp() + ${seconds} * interval '1 second' where id = ${actor.grant}`
    const writing = await parley.sql.begin(async (tx) => {
      await tx`select from conversations.conversation where id = ${withBen} for update`
      const answer = actor.write(withBen, { text: 'Too late' })
      hasWaited = await waitingFor(1, answer)
      await tx`select pg_sleep_until(ends_at) from grants.grant where id = ${actor.grant}`
      return { answer }
    })
    await all.refused('grant_ended', [() => writing.answer])
    const written = await parley.sql`select from conversations.event where grant_id = ${actor.grant}`
    assert.equal(written.length, 0)
  }
})

test('a delete that meets the leaving of its person says that nothing was deleted', async () => {
  const { body } = await ana.post('/api/conversations', { kind: 'group', title: 'Left', people: [ben.id] })
  const message = await all.say(ana, body.id, 'Stays')
  const actor = await makeActor(parley, { actions: ['delete'] }, { person: ana })
  const deleting = await parley.sql.begin(async (tx) => {
    await tx`select conversations.leave_group(${body.id}, ${ana.id})`
    const answer = actor.send('DELETE', `${messagesOf(body.id)}/${message}`)
    await waitingFor(1)
    return { answer }
  })
  await all.refused('conversation_missing', [() => deleting.answer])
})

test('a grant unused for 90 days has ended', async () => {
  const actor = await makeActor(parley, { actions: ['read'], until: 'until_revoked' }, { person: ana })
  await parley.sql`update grants.grant set last_used_on = last_used_on - 90 where id = ${actor.grant}`
  await all.refused('grant_ended', [() => actor.get(messagesOf(withBen))])
})

test('a narrowed grant binds the tokens that were given before', async () => {
  const actor = await makeActor(parley, { actions: ['read', 'write', 'delete'], friends: true }, { person: ana })
  assert.equal((await actor.get(messagesOf(withCara))).status, 200)
  const change = { actions: ['read'], where: 'chosen', conversations: [withBen], friends: false }
  assert.equal((await ana.post(`/api/grants/${actor.grant}/narrow`, change)).status, 200)
  await all.refused('conversation_missing', [() => actor.get(messagesOf(withCara))])
  await all.refused('right_missing', [() => actor.write(withBen, { text: 'x' }), () => actor.get('/v1/friends')])
  const { body } = await actor.get('/v1/conversations')
  assert.deepEqual(body.items, [{ id: withBen, kind: 'direct' }])
  assert.equal((await actor.get(messagesOf(withBen))).status, 200)
})

/** Whoever holds a revoke up is cut off after three seconds. Call before the stranger comes; returns the revoke that must cut nobody off. */
const revokeThatCutsNobody = async ({ mock }: TestContext): Promise<() => Promise<void>> => {
  const actor = await makeActor(parley, { actions: ['read'] }, { person: ana })
  const { barrier } = parley
  const enter = barrier.enter.bind(barrier)
  let cuts = 0
  mock.method(barrier, 'enter', (cut: () => void) =>
    enter(() => {
      cuts++
      cut()
    })
  )
  return async () => {
    assert.equal((await ana.post(`/api/grants/${actor.grant}/revoke`)).status, 200)
    assert.equal(cuts, 0)
  }
}

test('a stranger who never sends the body of a request does not hold a revoke up', async (t) => {
  const revoke = await revokeThatCutsNobody(t)
  const stranger = request(`${parley.url}${messagesOf(withBen)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': 1000 }
  })
  stranger.on('error', () => {})
  stranger.write('{')
  await sleep(100)
  await revoke()
  stranger.destroy()
})

test('a stranger who does not read refusals does not hold a revoke up', async (t) => {
  const revoke = await revokeThatCutsNobody(t)
  const stranger = connect(parley.config.port, 'localhost')
  stranger.on('error', () => {})
  stranger.pause()
  const asks = `GET /v1/me HTTP/1.1\r\nHost: ${new URL(parley.url).host}\r\n\r\n`.repeat(30_000)
  stranger.write(asks)
  // Until the system takes no more answers, and so no more requests.
  for (let sent = -1; sent < stranger.bytesWritten - stranger.writableLength; await sleep(300))
    sent = stranger.bytesWritten - stranger.writableLength
  await revoke()
  stranger.destroy()
})

test('a request that meets a narrowing reads no message that neither the old nor the new answers reach', async () => {
  await all.say(cara, withCara, 'Long before')
  const paths = [messagesOf(withCara), '/v1/changes']
  for (const path of paths) {
    const actor = await makeActor(parley, { actions: ['read'], from: 'from_now' }, { person: ana })
    // The first use of a day waits for the row of the grant, which the narrowing holds.
    await parley.sql`update grants.grant set last_used_on = last_used_on - 1 where id = ${actor.grant}`
    const { narrowing, reading } = await parley.sql.begin(async (tx) => {
      await tx`select from grants.grant where id = ${actor.grant} for update`
      const change = { where: 'chosen', conversations: [withBen] }
      const narrowing = ana.post(`/api/grants/${actor.grant}/narrow`, change)
      await waitingFor(1)
      const reading = actor.get(path)
      await waitingFor(2)
      return { narrowing, reading }
    })
    const { body } = await reading
    assert.deepEqual(body.items ?? [], [], path)
    assert.equal((await narrowing).status, 200)
  }
})

test('a revoke in the middle of a walk through many pages ends it at the next page', async () => {
  const actor = await makeActor(parley, { actions: ['read'] }, { person: ana })
  for (let i = 0; i < 10; i++) await all.say(ana, withBen, `Page ${i}`)
  const first = (await actor.get(`${messagesOf(withBen)}?limit=2`)).body
  assert.equal(first.more, true)
  await ana.post(`/api/grants/${actor.grant}/revoke`)
  await all.refused('grant_ended', [() => actor.get(`${messagesOf(withBen)}?limit=2&after=${first.next}`)])
})

test('the tokens of a suspended app are dead, with and without a grant', async () => {
  const actor = await makeActor(parley, { actions: ['read', 'write'] }, { person: ana })
  const login = newId()
  await parley.sql`
    insert into login.artifact (model, id_hash, grant_id, client_id, person_id, jkt, payload, expires_at)
    select 'AccessToken', sha256(${login}::bytea), gen_random_uuid(), client_id, person_id, ${actor.key.jkt}, payload, expires_at
    from login.artifact where grant_id = ${actor.grant}`
  assert.equal((await getAs({ token: login, key: actor.key }, '/v1/me')).status, 200)
  await parley.sql`update grants.app set suspended_at = clock_timestamp() where id = ${actor.app.id}`
  await all.refused('app_suspended', [
    () => actor.get(messagesOf(withBen)),
    () => actor.get('/v1/grant'),
    () => actor.get('/v1/me')
  ])
  await all.refused('app_suspended', [() => getAs({ token: login, key: actor.key }, '/v1/me')])
})

test("a token of another app for this app's grant is dead", async () => {
  const [actor, other] = [
    await makeActor(parley, { actions: ['read'] }, { person: ana }),
    await makeActor(parley, { actions: [], friends: true }, { person: ana })
  ]
  const token = await makeToken(parley.sql, actor.grant, other.app.clientId, other.key.jkt)
  await all.refused('token_inactive', [() => getAs({ token, key: other.key }, messagesOf(withBen))])
})

test('the tokens of a person whose account is closed are dead', async () => {
  const dora = await signUpPerson(parley, 'dora')
  const actor = await makeActor(parley, { actions: ['read'] }, { person: dora })
  assert.equal((await actor.get('/v1/changes')).status, 200)
  await parley.sql`update people.person set closed_at = clock_timestamp() where id = ${dora.id}`
  await all.refused('token_inactive', [
    () => actor.get('/v1/changes'),
    () => actor.get('/v1/conversations'),
    () => actor.get('/v1/me')
  ])
})

test('access to a group begins where its person joins and ends where its person leaves', async () => {
  const { body } = await ben.post('/api/conversations', { kind: 'group', title: 'Hike', people: [cara.id] })
  const group = body.id as string
  const actor = await makeActor(parley, { actions: ['read', 'write'] }, { person: ana })
  const early = await all.say(ben, group, 'Before ana')
  await all.refused('conversation_missing', [() => actor.get(messagesOf(group))])
  await ben.post(`/api/conversations/${group}/members`, { people: [ana.id] })
  const first = await all.say(ben, group, 'With ana')
  assert.deepEqual(await all.texts(actor, group), ['With ana'])
  await all.refused('message_missing', [() => actor.get(`${messagesOf(group)}/${early}`)])
  await all.refused('reply_target_missing', [() => actor.write(group, { text: 'x', replyTo: early })])
  await ana.delete(`/api/conversations/${group}/members/me`)
  await all.say(ben, group, 'After ana')
  await all.refused('conversation_missing', [
    () => actor.get(messagesOf(group)),
    () => actor.get(`${messagesOf(group)}/${first}`),
    () => actor.write(group, { text: 'x' })
  ])
  const { body: changes } = await actor.get('/v1/changes?limit=100')
  assert.ok(!changes.items.some(({ conversation }: { conversation: string }) => conversation === group))
})

test('an app writes only where its person may', async () => {
  const eve = await signUpPerson(parley, 'eve')
  await befriend(ana, eve)
  const { body } = await ana.post('/api/conversations', { kind: 'direct', person: eve.id })
  const actor = await makeActor(parley, { actions: ['write'] }, { person: ana })
  assert.equal((await actor.write(body.id, { text: 'Hello' })).status, 201)
  await eve.put(`/api/blocks/${ana.id}`)
  await all.refused('not_friends', [() => actor.write(body.id, { text: 'x' })])
})
