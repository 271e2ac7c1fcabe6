// The platform's rule and the verifier's agree: what the gate allows is accepted, and what it would not allow is named.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newTestApp } from '@parley/world/test-app.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { makeToken } from '@parley/world/test-token.ts'
import type { Answers } from '@parley/protocol/api/grant.ts'
import fc from 'fast-check'
import { listConversations } from '../src/access/list-conversations.ts'
import { listFriends } from '../src/access/list-friends.ts'
import type { Credentials } from '../src/access/read-credentials.ts'
import { readChanges } from '../src/access/read-changes.ts'
import { readMessage } from '../src/access/read-message.ts'
import { readMessages } from '../src/access/read-messages.ts'
import { sha256 } from '../src/base/hash.ts'
import { newSecret } from '../src/base/random.ts'
import { Refusal } from '../src/base/refusal.ts'
import { giveGrant } from '../src/grants/give-grant.ts'
import { type AnyMessage, type Bend, bendsOf } from './bent-accesses.ts'
import { bendsAround } from './bent-changes.ts'
import { bendsOfApproval, bendsOfList, bendsOfUndo } from './bent-undos.ts'
import { allEvidence, isInLog, judge } from './judge-evidence.ts'
import { acts } from './random-acts.ts'
import { agentTurn } from './random-agents.ts'
import { anyStep, pick, RandomWorld, type Step, type TestApp } from './random-world.ts'
import { findingsOf, storedEntries, type StoredEntry } from './replay-entries.ts'

const worlds = Number(process.env['PARLEY_AGREEMENT_WORLDS'] ?? 300)
/** How many files of evidence of each world are made and judged; a world has about twenty. */
const files = Number(process.env['PARLEY_AGREEMENT_FILES'] ?? 1)

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

/** Of each world its own, so that evidence of an app is about one world. The second may be an agent. */
const newApps = (hasAgent: boolean): Promise<TestApp[]> =>
  Promise.all([newTestApp(parley.sql), newTestApp(parley.sql, { agent: hasAgent })])

const sameIds = () => (id: string) => id
const counts = { reads: 0, writes: 0, others: 0, bends: new Map<string, number>(), files: new Map<string, number>() }

/** Each request has something of its own as its proof, so that one use is told from another. */
const asking = (token: string): Credentials => ({ token: sha256(token), jkt: null, proof: null, sent: newSecret() })

/** Mostly one that can read now. */
const given = (world: RandomWorld, { b, c }: Step) => {
  const all = [...world.model.grants.values()]
  const some =
    c % 8 === 0 ? all : all.filter(({ id, answers }) => world.model.isLive(id) && answers.actions.includes('read'))
  return some.length === 0 ? undefined : some[b % some.length]
}

/** The app asks for something; that it is refused is fine. */
const act = async (world: RandomWorld, step: Step): Promise<void> => {
  const grant = given(world, step)
  if (!grant) return world.give(step)
  const who = asking(world.tokens.get(grant.id) ?? '')
  const { partnerSql } = parley
  const reached = step.a % 4 === 0 ? undefined : pick(world.model.reach(grant.id), step.a)
  const conversation = reached ?? (step.a % 2 === 0 ? world.direct : world.group)
  const { events } = world.model.conversation(conversation)
  const message = events[step.c % Math.max(events.length, 1)]
  const limit = 1 + (step.bits % 6)
  const ways = [
    () => readMessages(parley, who, { conversation, after: undefined, limit }, sameIds),
    () => readChanges(parley, who, { limit }, sameIds),
    () =>
      message?.kind === 'message'
        ? readMessage(parley, who, { conversation, message: message.id }, sameIds)
        : Promise.resolve(),
    () => listConversations(partnerSql, who, { limit }, sameIds),
    () => listFriends(partnerSql, who, { limit }, sameIds)
  ]
  try {
    await ways[step.op % ways.length]!()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

/** A permission for one use, which the random steps never give: two reads try to use it. */
const giveOnce = async (world: RandomWorld, { a, b, bits }: Step): Promise<void> => {
  const [person, app] = [world.living[a % 3]!, world.apps[b % world.apps.length]!]
  const answers: Answers = {
    actions: ['read'],
    friends: false,
    where: 'all',
    conversations: [],
    messages: bits % 2 === 0 ? 'any' : 'own',
    from: 'all_history',
    until: 'once'
  }
  const consent = { text: 'shown', language: 'en', version: '1' }
  const { grant } = await giveGrant(parley, { person, app: app.id, answers, consent })
  world.model.give(grant, person, app.id, answers)
  // The model knows nothing of one use.
  world.model.end(grant)
  const token = await makeToken(parley.sql, grant, app.clientId)
  for (let use = 0; use < 2; use++)
    await readChanges(parley, asking(token), { limit: 50 }, sameIds).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error
    })
}

/** Places among the operations of a random world. */
const ops = { say: 0, reply: 2, appWrite: 3, give: 8 }

const live = async (steps: Step[]): Promise<RandomWorld> => {
  const world = new RandomWorld(parley, await newApps(steps[0]!.b % 2 === 0), acts)
  await world.begin()
  for (const [at, step] of steps.entries()) {
    const dice = (step.a + step.b + step.c) % 20
    const begin = [ops.say, ops.give, ops.say, ops.give, ops.appWrite, ops.reply, ops.say][at]
    if (begin !== undefined) await world.step({ ...step, op: begin })
    else if (at < 9) await agentTurn(world, step)
    else if (dice === 0) await giveOnce(world, step)
    else if (dice < 10) await world.step(step)
    else await act(world, step)
  }
  return world
}

const messagesOf = ({ direct, group }: RandomWorld): Promise<AnyMessage[]> =>
  parley.sql<AnyMessage[]>`
    select e.id, e.conversation_id as conversation, e.seq, log.lid(e.person_id) as author, log.lid(e.app_id) as app
    from conversations.event e where e.kind = 'message' and e.conversation_id in (${direct}, ${group})
      and log.lid(e.person_id) is not null`

const kindOf = ({ shared }: StoredEntry): string => (JSON.parse(shared) as { t: string }).t

const checkBend = ({ name, entries, checks }: Bend): void => {
  const found = findingsOf(entries)
  const isNamed = found.some(({ check, level }) => level === 'violation' && checks.includes(check))
  assert.ok(isNamed, `${name}: ${JSON.stringify(found)}\n${JSON.stringify(entries, null, 1)}`)
  counts.bends.set(name, (counts.bends.get(name) ?? 0) + 1)
}

/** The message of an approval was written by an agent that needed one: without it the write is a violation. */
const isNeeded = (entries: StoredEntry[], at: number): boolean => {
  const { message } = JSON.parse(entries[at]!.owner) as { message: string }
  return entries.some(
    (entry) => kindOf(entry) === 'write' && (JSON.parse(entry.owner) as { items: [string][] }).items[0]![0] === message
  )
}

/** Bends a few entries each in every way that it allows. */
const checkBends = (entries: StoredEntry[], messages: AnyMessage[]): void => {
  const placesOf = (kind: string) => entries.flatMap((entry, at) => (kindOf(entry) === kind ? [at] : []))
  const reads = placesOf('read')
  const places = [reads[0], reads[Math.floor(reads.length / 2)], placesOf('write')[0], placesOf('delete')[0]]
  for (const at of new Set(places.filter((place) => place !== undefined)))
    for (const bend of [...bendsOf(entries, at, messages), ...bendsAround(entries, at)]) checkBend(bend)
  for (const at of placesOf('undo').slice(0, 2)) bendsOfUndo(entries, at).forEach(checkBend)
  for (const at of placesOf('list').slice(0, 2)) bendsOfList(entries, at).forEach(checkBend)
  for (const at of placesOf('approve').slice(0, 2))
    if (isNeeded(entries, at)) bendsOfApproval(entries, at).forEach(checkBend)
}

const count = (entries: StoredEntry[]): void => {
  for (const kind of entries.map(kindOf)) {
    if (kind === 'read') counts.reads++
    else if (kind === 'write') counts.writes++
    else if (kind === 'delete' || kind === 'list') counts.others++
  }
}

/** Some of all files that can be asked for; which ones is a number's choice. */
const checkEvidence = async ({ living, apps }: RandomWorld, choice: number): Promise<void> => {
  const whose = { people: living, apps: apps.map(({ id }) => id) }
  await isInLog(parley.sql, whose)
  const all = await allEvidence(parley.sql, whose)
  for (const [at, asked] of all.entries()) {
    if ((at + choice) % all.length >= files) continue
    assert.deepEqual(await judge(parley, asked), [], asked.name)
    counts.files.set(asked.name, (counts.files.get(asked.name) ?? 0) + 1)
  }
}

const agree = async (steps: Step[]): Promise<void> => {
  const world = await live(steps)
  const entries = await storedEntries(
    parley.sql,
    world.people,
    world.apps.map(({ id }) => id)
  )
  count(entries)
  assert.deepEqual(findingsOf(entries), [])
  // What each person holds: their own entries open, those of others that touched them closed.
  const lids = await parley.sql<{ person: string; lid: string }[]>`
    select p as person, log.lid(p) as lid from unnest(${world.living}::uuid[]) p`
  for (const { person, lid } of lids) {
    const mine = entries.filter(({ parties, person: about }) => parties.includes(person) || about === null)
    const opens = (entry: StoredEntry) => entry.person === person || entry.person === null
    // What a friend allowed again while the person was not in the group is not among these.
    const found = findingsOf(mine, opens, (one) => one === lid)
    assert.deepEqual(
      found.filter(({ level }) => level === 'violation'),
      []
    )
  }
  const open = entries.filter(({ owner }) => owner !== '')
  checkBends(open, await messagesOf(world))
  await checkEvidence(world, steps[0]!.op)
}

/** Worlds side by side, since most of their time is waiting for commits. */
const lanes = 5

test(`the verifier accepts all that the gate allowed in ${worlds} random worlds, and nothing that is bent`, async (t) => {
  // Small numbers, which fast-check prefers, stand for permissions to do nothing.
  const history = fc.noBias(fc.array(anyStep, { minLength: 25, maxLength: 60 }))
  await fc.assert(
    fc.asyncProperty(fc.array(history, { minLength: lanes, maxLength: lanes }), async (histories) => {
      await Promise.all(histories.map(agree))
    }),
    { numRuns: Math.ceil(worlds / lanes), endOnFailure: true }
  )
  t.diagnostic(`${counts.reads} reads, ${counts.writes} writes, ${counts.others} lists and deletions`)
  t.diagnostic([...counts.bends].map(([name, times]) => `${name}: ${times}`).join(', '))
  t.diagnostic([...counts.files].map(([name, times]) => `${name}: ${times}`).join(', '))
  for (const name of ['after its end', 'another conversation', 'a message that is not disclosed'])
    assert.ok((counts.bends.get(name) ?? 0) > 0, name)
})
