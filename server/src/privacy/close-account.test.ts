// Closing an account: who may, what goes, what stays for the others, and what a crash in the middle leaves.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { parsePolicy } from '@parley/protocol/log/policy.ts'
import { checkBundle } from '@parley/verifier/evidence/check-bundle.ts'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { registerTestClient } from '@parley/world/test-client.ts'
import { connectTestApp, openTestApp } from '@parley/world/test-login.ts'
import { ask, befriend, signUpPerson, testPassword, type TestPerson } from '@parley/world/test-person.ts'
import type { TestPlatform } from '@parley/world/test-platform.ts'
import { type EvidenceHistory, messagesOf, startHistory } from '../../test/evidence-history.ts'
import { nowMs } from '../base/clock.ts'
import { newId } from '../base/random.ts'
import { closePerson } from '../people/close-person.ts'
import { finishErasures } from './finish-erasures.ts'

let all: EvidenceHistory
let parley: TestPlatform
/** Of ben, who reads what is left of ana's messages. */
let reader: TestActor
before(async () => {
  all = await startHistory()
  ;({ parley } = all)
  await all.past()
  await all.present()
  await all.caughtUp()
})
after(() => parley.close())

const longAgo = ({ session }: TestPerson) =>
  parley.sql`update people.session set confirmed_at = confirmed_at - interval '6 minutes' where id = ${session}`
const lidOf = async (id: string): Promise<string | null> =>
  (await parley.sql<{ lid: string | null }[]>`select log.lid(${id}) as lid`)[0]!.lid
const count = async (query: Promise<{ n?: number }[]>): Promise<number> => (await query)[0]?.n ?? 0

const trust = { nowMs: nowMs(), receiptKeys: [], mirrors: [], receipts: [] }
const valid = async (path: string, headers: Record<string, string>): Promise<string> => {
  await all.caughtUp()
  const answer = await fetch(`${parley.url}${path}`, { headers })
  assert.equal(answer.status, 200)
  const file = await answer.text()
  const policy = parsePolicy(`log ${parley.log.vkey}\nquorum none\n`)
  const { verdict, findings } = await checkBundle(file, { ...trust, nowMs: nowMs(), policy })
  const bad = findings.filter(({ level }) => level !== 'remark')
  assert.deepEqual(bad, [])
  assert.equal(verdict, 'valid')
  return file
}
const ofApp = ({ clientId, secret }: { clientId: string; secret?: string }) =>
  valid('/v1/evidence', {
    authorization: `Basic ${Buffer.from(`${clientId}:${secret ?? ''}`).toString('base64')}`
  })

const lastShared = async () => {
  const [row] = await parley.sql<{ shared: string }[]>`select shared from log.entry order by id desc limit 1`
  return { shared: JSON.parse(row!.shared) as { from: string[] } }
}

test('somebody who is not signed in, or did not just show who they are, closes nothing', async () => {
  const { ana } = all
  assert.equal((await ask(parley.url, '', 'DELETE', '/api/me')).status, 401)
  await longAgo(ana)
  assert.equal((await ana.delete('/api/me')).body.code, 'confirm_first')
  const foreign = await ask(parley.url, ana.cookie, 'DELETE', '/api/me', undefined, { origin: 'https://evil.example' })
  assert.equal(foreign.body.code, 'foreign_origin')
  assert.equal((await ana.get('/api/me')).status, 200)
  assert.equal(await count(parley.sql`select count(*) as n from privacy.erasure`), 0)
})

test('after the answer nobody acts as the person, their messages are gone, and others go on', async () => {
  const { ana, ben, cara, withBen, withCara, group } = all
  const lid = await lidOf(ana.id)
  const before = await ofApp(all.films)
  assert.ok(before.includes(lid!))
  assert.equal((await ana.post('/api/me/confirm', { password: testPassword })).status, 204)
  const answer = await ana.delete('/api/me')
  assert.equal(answer.status, 204)
  assert.match(answer.headers.get('set-cookie') ?? '', /parley_session=;.*Max-Age=0/)

  assert.equal((await ana.get('/api/me')).status, 401)
  const signIn = await ask(parley.url, '', 'POST', '/api/sign-in', { handle: 'ana', password: testPassword })
  assert.equal(signIn.body.code, 'wrong_credentials')
  assert.equal((await all.any.get(messagesOf(withBen))).status, 401)
  const left = await parley.sql<{ n: number }[]>`
    select (select count(*) from grants.grant where person_id = ${ana.id} and ended_at is null)
      + (select count(*) from grants.change c join grants.grant g on g.id = c.grant_id where g.person_id = ${ana.id})
      + (select count(*) from grants.consent c join grants.grant g on g.id = c.grant_id where g.person_id = ${ana.id})
      + (select count(*) from conversations.event where person_id = ${ana.id} and kind = 'message' and (body is not null or salt is not null))
      + (select count(*) from conversations.member where person_id = ${ana.id} and left_seq is null)
      + (select count(*) from people.friendship where ${ana.id} in (low_id, high_id))
      + (select count(*) from login.artifact where person_id = ${ana.id}) as n`
  assert.equal(left[0]?.n, 0)

  assert.deepEqual((await ben.get('/api/friends')).body.items, [])
  assert.equal((await ben.get('/api/people/ana')).status, 404)
  const conversation = (await ben.get(`/api/conversations/${withBen}`)).body
  const other = conversation.members.find(({ id }: { id: string }) => id === ana.id)
  assert.deepEqual([other.name, other.closed], ['Closed account', true])
  assert.equal(conversation.maySend, false)
  const { items } = (await ben.get(`/api/conversations/${withBen}/events`)).body as {
    items: { kind: string; person: string; text?: string; deleted?: object }[]
  }
  const said = items.filter(({ kind, person }) => kind === 'message' && person === ana.id)
  assert.ok(said.length > 0 && said.every(({ text, deleted }) => text === undefined && deleted !== undefined))
  assert.ok(items.some(({ person, text }) => person === ben.id && text === 'before Ben'))
  assert.equal(items.filter(({ kind }) => kind === 'left').length, 1)
  assert.equal(items.filter(({ kind, person }) => kind === 'deletion' && person === ana.id).length, said.length)
  const more = await ben.post(`/api/conversations/${withBen}/messages`, { clientId: newId(), text: 'Hello?' })
  assert.equal(more.body.code, 'not_friends')
  assert.equal((await ben.get(`/api/conversations/${group}`)).body.members.length, 2)
  await all.say(cara, group, 'We go on')
  assert.equal((await cara.get(`/api/conversations/${withCara}`)).status, 200)
  // An app of somebody else reads on, and learns what is gone.
  reader = await all.give(ben, await registerTestClient(parley, { clientId: 'reader' }), { actions: ['read'] })
  const page = (await reader.get(messagesOf(withBen))).body as { items: { id: string; deleted?: boolean }[] }
  assert.ok(page.items.some(({ deleted }) => deleted))
})

test('the log loses texts and keys when it needs them no more, and says to each app how many', async () => {
  const { ana, ben, cara, films, tunes, withBen } = all
  const lid = await lidOf(ana.id)
  assert.ok(lid)
  assert.equal(await finishErasures(parley), 0, 'not while a request of before may still be under way')
  // Recorded, but not in the tree yet: the keys stay for the tags.
  assert.ok((await finishErasures(parley, 0)) <= 1)
  await all.caughtUp()
  await finishErasures(parley, 0)
  assert.equal(await count(parley.sql`select count(*) as n from privacy.erasure`), 0)

  assert.equal(await lidOf(ana.id), null)
  const entries = await parley.sql<
    { kind: string; app: string | null; shared: string | null; owner: string | null; proof: string | null }[]
  >`
    select kind, app_id as app, shared, owner, proof from log.entry where person_id = ${ana.id} order by id`
  const erasures = entries.filter(({ kind }) => kind === 'erase')
  assert.deepEqual(erasures.map(({ app }) => app).toSorted(), [films.id, tunes.id].toSorted())
  for (const { app, shared, owner } of erasures) {
    const { t, n, frame } = parseShared(shared!) as ReturnType<typeof parseShared> & { n: number }
    assert.equal(t, 'erase')
    assert.equal(n, entries.filter((entry) => entry.app === app && entry.kind !== 'erase').length)
    assert.equal((parseOwner(frame, owner!) as unknown as { who: string }).who, lid)
  }
  for (const { kind, app, shared, owner, proof } of entries) {
    if (kind === 'erase') continue
    assert.deepEqual([owner, proof], [null, null])
    assert.equal(shared === null, app === null, kind)
  }
  const keys = await parley.sql<{ n: number }[]>`
    select count(*) as n from log.party p where p.owner_id = ${ana.id} or p.owner_id in (select id from grants.grant where person_id = ${ana.id})`
  assert.equal(keys[0]?.n, 0)

  // What the others keep is valid evidence, and goes on being written, without the name of who is gone.
  const { shared } = await all.act(reader, 'GET', messagesOf(withBen)).then(lastShared)
  assert.ok(shared.from.includes('') && !shared.from.includes(lid))
  await all.act(all.bens, 'GET', messagesOf(withBen))
  await valid('/api/evidence', { cookie: ben.cookie })
  await valid('/api/evidence', { cookie: cara.cookie })
  const file = await ofApp(films)
  assert.ok(!file.includes('before Ana'))
  await ofApp(tunes)
})

test('a crash after the closing loses nothing: the next round empties the account and finishes', async () => {
  const dora = await signUpPerson(parley, 'dora')
  const app = await registerTestClient(parley, { clientId: 'portal' })
  const login = await openTestApp(parley, app)
  await connectTestApp(parley, dora, login, { scope: 'openid' }, 'Continue').catch(() => {})
  const actor = await all.give(dora, app, { actions: ['read'] })
  await parley.sql.begin(async (tx) => {
    await closePerson(tx, dora.id)
    await tx`insert into privacy.erasure (person_id, closed_at) values (${dora.id}, clock_timestamp())`
  })
  // The door is closed already, although nothing else has happened.
  assert.equal((await dora.get('/api/me')).status, 401)
  assert.equal((await actor.get('/v1/conversations')).status, 401)
  await Promise.all([finishErasures(parley, 0), finishErasures(parley, 0)])
  await all.caughtUp()
  await Promise.all([finishErasures(parley, 0), finishErasures(parley, 0)])
  assert.equal(await lidOf(dora.id), null)
  const kinds = await parley.sql<{ kind: string }[]>`
    select kind from log.entry where person_id = ${dora.id} order by id`
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    ['open', 'give', 'revoke', 'erase']
  )
  await ofApp(app)
  assert.equal(await finishErasures(parley, 0), 0)
})

test('closed in the middle of everything, an account leaves no message, no live permission and no entry after its end', async () => {
  const { cara, tunes } = all
  const fred = await signUpPerson(parley, 'fred')
  await befriend(fred, cara)
  const { id } = (await fred.post('/api/conversations', { kind: 'direct', person: cara.id })).body
  const actor = await all.give(fred, tunes, { actions: ['read', 'write'] })
  let going = true
  const answers = new Map<number, number>()
  const keepOn = async (act: () => Promise<{ status: number }>): Promise<void> => {
    while (going) {
      const { status } = await act()
      answers.set(status, (answers.get(status) ?? 0) + 1)
      assert.ok(status < 500)
    }
  }
  const busy = Promise.all([
    ...Array.from({ length: 4 }, () =>
      keepOn(() => fred.post(`/api/conversations/${id}/messages`, { clientId: newId(), text: 'Mine' }))
    ),
    keepOn(() => actor.write(id, { text: 'Mine by an app' })),
    keepOn(() => actor.get(messagesOf(id))),
    keepOn(() => cara.get(`/api/conversations/${id}/events`)),
    keepOn(async () =>
      makeActor(parley, { actions: ['read'] }, { person: fred, app: tunes }).then(() => ({ status: 200 }))
    )
  ])
  const seen = async (status: number, times: number): Promise<void> => {
    while ((answers.get(status) ?? 0) < times) await sleep(5)
  }
  await Promise.race([seen(201, 11), busy])
  assert.equal((await fred.delete('/api/me')).status, 204)
  const left = async () =>
    count(
      parley.sql`select count(*) as n from conversations.event where person_id = ${fred.id} and kind = 'message' and body is not null`
    )
  assert.equal(await left(), 0)
  await Promise.race([seen(401, 1), busy])
  going = false
  await busy
  assert.equal(await left(), 0)
  await finishErasures(parley, 0)
  await all.caughtUp()
  await finishErasures(parley, 0)
  assert.equal(await count(parley.sql`select count(*) as n from privacy.erasure`), 0)
  const open = parley.sql<{ n: number }[]>`
    select count(*) as n from grants.grant where person_id = ${fred.id} and ended_at is null`
  assert.equal(await count(open), 0)
  const late = parley.sql<{ n: number }[]>`
    select count(*) as n from log.entry a join log.entry e on e.person_id = a.person_id and e.app_id = a.app_id and e.kind = 'erase'
    where a.person_id = ${fred.id} and (a.owner is not null and a.kind <> 'erase' or a.id > e.id)`
  assert.equal(await count(late), 0)
  await ofApp(tunes)
  await valid('/api/evidence', { cookie: cara.cookie })
})

test('a handle is free again, and the new account is a stranger', async () => {
  const again = await signUpPerson(parley, 'ana')
  assert.notEqual(again.id, all.ana.id)
  assert.equal((await again.get(`/api/conversations/${all.withBen}`)).status, 404)
  assert.equal((await all.ben.get('/api/people/ana')).body.standing, 'none')
})
