// Tests of what members learn about the apps of a conversation, and of groups that let none in.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Readers } from '@parley/protocol/api/withhold.ts'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let ana: TestPerson
let ben: TestPerson
let stranger: TestPerson
let direct: string
let group: string
let reader: TestActor

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  ;[ana, ben, stranger] = await Promise.all([
    signUpPerson(parley, 'ana'),
    signUpPerson(parley, 'ben'),
    signUpPerson(parley, 'stranger')
  ])
  await befriend(ana, ben)
  direct = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  group = (await ana.post('/api/conversations', { kind: 'group', title: 'Hike', people: [ben.id] })).body.id
  reader = await makeActor(parley, { actions: ['read'] }, { person: ana })
})
after(() => parley.close())

const readersOf = async (person: TestPerson, conversation = direct): Promise<Readers> =>
  (await person.get<Readers>(`/api/conversations/${conversation}/readers`)).body

test('both members see which app reads, by whom, how much and since when; nobody else does', async () => {
  for (const person of [ana, ben]) {
    const { items, more, kept, closed } = await readersOf(person)
    assert.equal(items.length, 1)
    const [one] = items
    assert.deepEqual(
      [one?.grant, one?.by.handle, one?.actions, one?.messages, one?.from, one?.paused, one?.withheld],
      [reader.grant, 'ana', ['read'], 'any', 'all_history', false, false]
    )
    assert.ok(one?.since)
    assert.deepEqual([more, kept, closed], [false, { here: false, everywhere: false }, undefined])
  }
  const refused = await stranger.get(`/api/conversations/${direct}/readers`)
  assert.equal(refused.status, 404)
})

test('each way of withholding is told as what it is, to who withholds and to nobody else', async () => {
  const app = reader.app.id
  const ways = [
    { what: { app, conversation: direct }, ofApp: [true, false], ofAll: [false, false] },
    { what: { app }, ofApp: [false, true], ofAll: [false, false] },
    { what: { conversation: direct }, ofApp: [false, false], ofAll: [true, false] },
    { what: { everything: 'true' }, ofApp: [false, false], ofAll: [false, true] }
  ]
  const pair = ({ here, everywhere }: Readers['kept']) => [here, everywhere]
  for (const { what, ofApp, ofAll } of ways) {
    const body = 'everything' in what ? { everything: true } : what
    assert.equal((await ben.put('/api/withheld', body)).status, 200)
    const mine = await readersOf(ben)
    assert.deepEqual([mine.items[0]?.withheld, pair(mine.items[0]!.kept), pair(mine.kept)], [true, ofApp, ofAll])
    const theirs = await readersOf(ana)
    assert.deepEqual([theirs.items[0]?.withheld, pair(theirs.kept)], [false, [false, false]])
    const query = new URLSearchParams(what)
    assert.equal((await ben.delete(`/api/withheld?${query}`)).status, 200)
    assert.equal((await readersOf(ben)).items[0]?.withheld, false)
  }
})

test('a request that names nothing withholds nothing and allows nothing, nor does one that says two things', async () => {
  const app = reader.app.id
  const rows = async () => (await ben.get<{ items: unknown[] }>('/api/withheld')).body.items.length
  for (const what of [
    {},
    { everything: false },
    { everything: true, app },
    { everything: true, conversation: direct }
  ]) {
    const { status, body } = await ben.put<{ code: string; detail?: string }>('/api/withheld', what)
    assert.deepEqual([status, body.code], [400, 'invalid_request'], JSON.stringify(what))
    if (!('everything' in what)) assert.match(body.detail ?? '', /Name an app.*"everything": true/)
  }
  assert.equal(await rows(), 0)
  assert.equal((await ben.put('/api/withheld', { everything: true })).status, 200)
  for (const query of ['', '?everything=false', `?everything=true&app=${app}`])
    assert.equal((await ben.delete(`/api/withheld${query}`)).status, 400)
  assert.equal(await rows(), 1)
  assert.equal((await ben.delete('/api/withheld?everything=true')).status, 200)
  assert.equal(await rows(), 0)
})

test('what is withheld elsewhere, or from another app, is not told as withheld here', async () => {
  const other = await makeActor(parley, { actions: ['read'] }, { person: ana })
  for (const what of [{ conversation: group }, { app: other.app.id }]) {
    await ben.put('/api/withheld', what)
    const here = (await readersOf(ben)).items.find(({ grant }) => grant === reader.grant)
    assert.equal(here?.withheld, false)
    await ben.delete(`/api/withheld?${new URLSearchParams(what as Record<string, string>)}`)
  }
  await ana.post(`/api/grants/${other.grant}/revoke`)
})

test('a pause here or as a whole shows to both, and one elsewhere does not', async () => {
  const pausedFor = async () => [(await readersOf(ana)).items[0]?.paused, (await readersOf(ben)).items[0]?.paused]
  for (const [body, isPaused] of [
    [{ conversation: direct }, true],
    [{}, true],
    [{ conversation: group }, false]
  ] as const) {
    assert.equal((await ana.post(`/api/grants/${reader.grant}/pause`, body)).status, 200)
    assert.deepEqual(await pausedFor(), [isPaused, isPaused])
    assert.equal((await ana.post(`/api/grants/${reader.grant}/resume`, body)).status, 200)
  }
  assert.equal((await ben.post(`/api/grants/${reader.grant}/pause`, {})).status, 404, 'it is not his to pause')
})

test('a closed group says who closed it, to all its members at once; only they open it again', async () => {
  const nudged: string[] = []
  const end = parley.bus.subscribe('person', ({ person, changed }) => changed === 'grants' && nudged.push(person))
  assert.equal((await ben.put(`/api/conversations/${group}/closed-to-apps`)).status, 200)
  end()
  assert.deepEqual(nudged.toSorted(), [ana.id, ben.id].toSorted())
  assert.deepEqual(
    [(await readersOf(ana, group)).closed?.by.handle, (await readersOf(ana, group)).closed?.mayReopen],
    ['ben', false]
  )
  assert.equal((await readersOf(ben, group)).closed?.mayReopen, true)
  const refused = await ana.delete(`/api/conversations/${group}/closed-to-apps`)
  assert.deepEqual([refused.status, (refused.body as { code: string }).code], [403, 'not_closer'])
  assert.equal((await stranger.put(`/api/conversations/${group}/closed-to-apps`)).status, 404)
  assert.equal((await ana.put(`/api/conversations/${direct}/closed-to-apps`)).status, 422)
  assert.equal((await ben.delete(`/api/conversations/${group}/closed-to-apps`)).status, 200)
  assert.equal((await readersOf(ana, group)).closed, undefined)
})

test('a revoked permission is gone from the list, and the other member is nudged', async () => {
  const nudged = new Set<string>()
  const end = parley.bus.subscribe('person', ({ person, changed }) => changed === 'grants' && nudged.add(person))
  await ana.post(`/api/grants/${reader.grant}/revoke`)
  end()
  assert.deepEqual((await readersOf(ben)).items, [])
  assert.deepEqual([nudged.has(ana.id), nudged.has(ben.id), nudged.has(stranger.id)], [true, true, false])
})
