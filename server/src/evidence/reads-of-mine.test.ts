// What friends see of reads: how many of their messages, per app and day, and when; of the person who connected the app nothing else.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { DayOfMine, ReadOfMine } from '@parley/protocol/api/evidence.ts'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { logCaughtUp } from '@parley/world/test-log.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { eraseFromLog } from '../log/erase-from-log.ts'
import { newId } from '../base/random.ts'

let parley: TestPlatform
let ana: TestPerson
let ben: TestPerson
let cleo: TestPerson
before(async () => {
  parley = await startTestPlatform({ limitFactor: 100_000 })
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  cleo = await signUpPerson(parley, 'cleo')
  await befriend(ana, ben)
  await befriend(ana, cleo)
})
after(() => parley.close())

const group = async (): Promise<string> =>
  (await ana.post('/api/conversations', { kind: 'group', title: 'Trip', people: [ben.id, cleo.id] })).body.id

const say = async (person: TestPerson, conversation: string): Promise<string> => {
  const clientId = newId()
  await person.post(`/api/conversations/${conversation}/messages`, { clientId, text: 'hello' })
  return clientId
}

/** Every page of a list. */
const allOf = async <T>(person: TestPerson, path: string, limit: number): Promise<T[]> => {
  const items: T[] = []
  let next: string | undefined
  do {
    const after = next === undefined ? '' : `&after=${next}`
    const { status, body } = await person.get(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${after}`)
    assert.equal(status, 200)
    items.push(...body.items)
    next = body.next
  } while (next !== undefined)
  return items
}

type Read = { id: string; app: string; day: number; author: Map<string, number> }

const step = fc.record({
  what: fc.constantFrom('say', 'say', 'remove', 'read', 'read', 'changes'),
  who: fc.nat(2),
  app: fc.nat(1),
  limit: fc.integer({ min: 1, max: 6 }),
  pick: fc.nat(50),
  day: fc.nat(2)
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What was read in random histories: how often a message of each author, in each entry. */
class Model {
  readonly reads: Read[] = []
  readonly authors = new Map<string, string>()
  readonly deleted = new Set<string>()
  readonly actors: TestActor[]
  readonly conversation: string
  constructor(conversation: string, actors: TestActor[]) {
    this.conversation = conversation
    this.actors = actors
  }

  async act({ what, who, app, limit, pick, day }: Step): Promise<void> {
    const person = [ana, ben, cleo][who]!
    const actor = this.actors[app]!
    if (what === 'say') this.authors.set(await say(person, this.conversation), person.id)
    else if (what === 'remove') {
      const [id, author] = [...this.authors][pick % Math.max(this.authors.size, 1)] ?? []
      if (author !== person.id) return
      await person.delete(`/api/conversations/${this.conversation}/messages/${id}`)
      this.deleted.add(id!)
    } else {
      const path = what === 'read' ? `/v1/conversations/${this.conversation}/messages` : '/v1/changes'
      const { body } = await actor.get(`${path}?limit=${limit}`)
      if (body.receipts.length === 0) return
      const author = new Map<string, number>()
      for (const { id } of body.items)
        if (!this.deleted.has(id)) author.set(this.authors.get(id)!, (author.get(this.authors.get(id)!) ?? 0) + 1)
      this.reads.push({ id: JSON.parse(body.receipts[0].shared).id, app: actor.app.id, day, author })
    }
  }

  /** Moves the reads to their days. */
  async spread(): Promise<void> {
    for (const { id, day } of this.reads)
      await parley.sql`update log.entry set at = at - ${`${day} days`}::interval where event_id = ${id}`
  }

  days(person: TestPerson): Map<string, [reads: number, count: number]> {
    const days = new Map<string, [number, number]>()
    for (const { app, day, author } of this.reads) {
      const n = author.get(person.id)
      if (n === undefined) continue
      const [reads, count] = days.get(`${day} ${app}`) ?? [0, 0]
      days.set(`${day} ${app}`, [reads + 1, count + n])
    }
    return days
  }
}

test('counts per app and day, and times, are those of a model over random histories', async () => {
  const runs = Number(process.env['PARLEY_TEST_RUNS'] ?? 12)
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      async (steps, limit) => {
        const where = await group()
        const chosen = { actions: ['read' as const], where: 'chosen' as const, conversations: [where] }
        const model = new Model(where, [
          await makeActor(parley, chosen, { person: ana }),
          await makeActor(parley, chosen, { person: ana })
        ])
        for (const one of steps) await model.act(one)
        await logCaughtUp(parley.sql)
        await model.spread()
        const today = Math.floor(Date.now() / 86_400_000)
        const apps = model.actors.map(({ app }) => app.id)
        for (const person of [ben, cleo]) {
          const found = new Map<string, [number, number]>()
          const lists = (await allOf<DayOfMine>(person, '/api/activity/about-me/days', limit)).filter(({ app }) =>
            apps.includes(app?.id ?? '')
          )
          for (const { day, app, reads, count, within, atLeast } of lists) {
            assert.equal(atLeast, undefined)
            const key = `${today - Date.parse(day) / 86_400_000} ${app!.id}`
            const [r, c] = found.get(key) ?? [0, 0]
            found.set(key, [r + reads, c + count])
            const times = await allOf<ReadOfMine>(person, `/api/activity/about-me?within=${within}`, limit)
            assert.equal(times.length, reads)
            assert.equal(
              times.reduce((n, one) => n + one.count, 0),
              count
            )
            for (const one of times) {
              const read = model.reads.find(({ id }) => id === one.id)!
              assert.equal(one.count, read.author.get(person.id))
              assert.equal(one.at.slice(0, 10), day)
            }
          }
          assert.deepEqual([...found].toSorted(), [...model.days(person)].toSorted())
        }
        assert.deepEqual(
          (await allOf<DayOfMine>(ana, '/api/activity/about-me/days', limit)).filter(({ app }) =>
            apps.includes(app?.id ?? '')
          ),
          []
        )
      }
    ),
    { numRuns: runs }
  )
})

test('of somebody whose account is closed it is told that the app read, and at least one message', async () => {
  const dan = await signUpPerson(parley, 'dan')
  await befriend(dan, ben)
  const direct = (await dan.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  await say(ben, direct)
  await say(ben, direct)
  const actor = await makeActor(parley, { actions: ['read'] }, { person: dan })
  await actor.get(`/v1/conversations/${direct}/messages`)
  await logCaughtUp(parley.sql)
  const mine = async () =>
    (await allOf<DayOfMine>(ben, '/api/activity/about-me/days', 50)).filter(({ app }) => app?.id === actor.app.id)
  assert.deepEqual(
    (await mine()).map(({ reads, count }) => [reads, count]),
    [[1, 2]]
  )
  await eraseFromLog(parley.sql, dan.id)
  assert.deepEqual(
    (await mine()).map(({ reads, count, atLeast }) => [reads, count, atLeast]),
    [[1, 1, true]]
  )
})

test('a page is never longer than asked, and a bent cursor is refused', async () => {
  const { body } = await ben.get('/api/activity/about-me/days?limit=1')
  assert.equal(body.items.length, 1)
  for (const bent of ['after=e30', 'after=WyJ4Il0'])
    assert.equal((await ben.get(`/api/activity/about-me/days?${bent}`)).status, 400)
  for (const bent of ['within=e30', 'within=WzFd'])
    assert.equal((await ben.get(`/api/activity/about-me?${bent}`)).status, 400)
})

test('reads that are not of mine stay out, however many there are', async () => {
  const where = await group()
  await say(cleo, where)
  const actor = await makeActor(parley, { actions: ['read'], where: 'chosen', conversations: [where] }, { person: ana })
  for (let n = 0; n < 5; n++) await actor.get(`/v1/conversations/${where}/messages`)
  await logCaughtUp(parley.sql)
  const of = async (person: TestPerson) =>
    (await allOf<DayOfMine>(person, '/api/activity/about-me/days', 2)).filter(({ app }) => app?.id === actor.app.id)
  assert.deepEqual(await of(ben), [])
  assert.deepEqual(
    (await of(cleo)).map(({ reads, count }) => [reads, count]),
    [[5, 5]]
  )
})
