// Whatever people do to each other in whatever order: what each can know equals a plain model.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import fc from 'fast-check'
import { Refusal } from '../base/refusal.ts'
import { acceptFriend } from './accept-friend.ts'
import { askFriend } from './ask-friend.ts'
import { blockPerson } from './block-person.ts'
import { declineFriend } from './decline-friend.ts'
import { findPeople } from './find-people.ts'
import { listBlocks } from './list-blocks.ts'
import { listFriendRequests } from './list-friend-requests.ts'
import { listFriends } from './list-friends.ts'
import { takeBackRequest } from './take-back-request.ts'
import { unblockPerson } from './unblock-person.ts'
import { unfriend } from './unfriend.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform({ limitFactor: 1_000_000 })
})
after(() => parley.close())

type Act = 'ask' | 'accept' | 'decline' | 'take back' | 'unfriend' | 'block' | 'unblock'
type Step = { act: Act; me: number; other: number }

/** The model: who is whose friend, who asked whom, who blocks whom. An arrow is "me>other". */
class Model {
  friends = new Set<string>()
  asked = new Map<string, { hidden: boolean }>()
  blocks = new Set<string>()

  #areFriends = (me: number, other: number) => this.friends.has([me, other].toSorted((a, b) => a - b).join())
  #befriend(me: number, other: number) {
    this.friends.add([me, other].toSorted((a, b) => a - b).join())
    this.asked.delete(`${me}>${other}`)
    this.asked.delete(`${other}>${me}`)
  }

  standing(me: number, other: number): string {
    if (me === other) return 'you'
    if (this.blocks.has(`${me}>${other}`)) return 'blocked'
    if (this.#areFriends(me, other)) return 'friend'
    if (this.asked.has(`${me}>${other}`)) return 'asked'
    return this.asked.get(`${other}>${me}`)?.hidden === false ? 'asks_you' : 'none'
  }

  /** The refusal's code, or 'done'. */
  step({ act, me, other }: Step): string {
    const [there, back] = [`${me}>${other}`, `${other}>${me}`]
    const before = this.standing(me, other)
    if (me === other) {
      if (act === 'ask' || act === 'block') return 'yourself'
      return act === 'unfriend' || act === 'unblock' ? 'done' : 'request_missing'
    }
    switch (act) {
      case 'ask':
        if (before === 'friend') return 'already_friends'
        if (before === 'blocked') return 'blocked_by_you'
        if (before === 'asks_you') this.#befriend(me, other)
        if (before === 'none') this.asked.set(there, { hidden: this.blocks.has(back) })
        return 'done'
      case 'accept':
        if (before === 'asks_you') this.#befriend(me, other)
        return before === 'asks_you' || before === 'friend' ? 'done' : 'request_missing'
      case 'decline':
        if (this.asked.get(back)?.hidden !== false) return 'request_missing'
        this.asked.delete(back)
        return 'done'
      case 'take back':
        return this.asked.delete(there) ? 'done' : 'request_missing'
      case 'unfriend':
        this.friends.delete([me, other].toSorted((a, b) => a - b).join())
        return 'done'
      case 'block':
        this.blocks.add(there)
        this.friends.delete([me, other].toSorted((a, b) => a - b).join())
        this.asked.delete(there)
        if (this.asked.has(back)) this.asked.set(back, { hidden: true })
        return 'done'
      case 'unblock':
        if (this.blocks.delete(there) && this.asked.get(back)?.hidden) this.asked.delete(back)
        return 'done'
    }
  }
}

const act = async ({ act: what, me, other }: Step, people: TestPerson[]): Promise<string> => {
  const [mine, theirs] = [people[me]!, people[other]!]
  const done = {
    ask: () => askFriend(parley, mine.id, theirs.handle),
    accept: () => acceptFriend(parley, mine.id, theirs.id),
    decline: () => declineFriend(parley, mine.id, theirs.id),
    'take back': () => takeBackRequest(parley, mine.id, theirs.id),
    unfriend: () => unfriend(parley, mine.id, theirs.id),
    block: () => blockPerson(parley, mine.id, theirs.id),
    unblock: () => unblockPerson(parley, mine.id, theirs.id)
  }[what]()
  return done.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Refusal) return error.code
      throw error
    }
  )
}

/** Per person: standing to each, and the lists. */
const seen = async (people: TestPerson[]): Promise<unknown> => {
  const { sql } = parley
  const place = (id: string) => people.findIndex((p) => p.id === id)
  return Promise.all(
    people.map(async ({ id: me }) => {
      const rows = await sql`select id, people.standing(${me}, id) as standing from people.person`
      const [friends, requests, blocks] = await Promise.all([
        listFriends(sql, me, {}),
        listFriendRequests(sql, me, {}),
        listBlocks(sql, me, {})
      ])
      return {
        standing: people.map(({ id }) => rows.find((row) => row['id'] === id)?.['standing'] as string),
        friends: new Set(friends.items.map((f) => place(f.person.id))),
        requests: new Set(requests.items.map((r) => `${r.direction} ${place(r.person.id)}`)),
        blocks: new Set(blocks.items.map((b) => place(b.person.id)))
      }
    })
  )
}

const expected = (model: Model, count: number): unknown =>
  Array.from({ length: count }, (_, me) => {
    const others = Array.from({ length: count }, (__, other) => other)
    const standing = others.map((other) => model.standing(me, other))
    const incoming = others.filter((other) => model.asked.get(`${other}>${me}`)?.hidden === false)
    return {
      standing,
      friends: new Set(others.filter((other) => standing[other] === 'friend')),
      requests: new Set([
        ...incoming.map((other) => `in ${other}`),
        ...others.filter((other) => model.asked.has(`${me}>${other}`)).map((other) => `out ${other}`)
      ]),
      blocks: new Set(others.filter((other) => model.blocks.has(`${me}>${other}`)))
    }
  })

const steps = fc.array(
  fc.record({
    act: fc.constantFrom<Act>('ask', 'ask', 'accept', 'decline', 'take back', 'unfriend', 'block', 'unblock'),
    me: fc.nat(2),
    other: fc.nat(2)
  }),
  { minLength: 1, maxLength: 25 }
)

test('standing, lists and refusals equal the model after every history', async () => {
  const people = await Promise.all(['m_ana', 'm_ben', 'm_cem'].map((handle) => signUpPerson(parley, handle)))
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      await parley.sql`truncate people.friendship, people.friend_request, people.block`
      const model = new Model()
      for (const step of history) assert.equal(await act(step, people), model.step(step), JSON.stringify(step))
      assert.deepEqual(await seen(people), expected(model, people.length))
    }),
    { numRuns: 60 }
  )
})

test('whatever happens at once, nobody is a friend of whom they block, and nothing waits between friends', async () => {
  const people = await Promise.all(['r_ana', 'r_ben'].map((handle) => signUpPerson(parley, handle)))
  const both = fc.array(
    fc.record({
      act: fc.constantFrom<Act>('ask', 'ask', 'accept', 'accept', 'unfriend', 'block', 'unblock', 'take back'),
      me: fc.nat(1)
    }),
    { minLength: 2, maxLength: 8 }
  )
  await fc.assert(
    fc.asyncProperty(both, async (history) => {
      await parley.sql`truncate people.friendship, people.friend_request, people.block`
      await Promise.all(history.map((step) => act({ ...step, other: 1 - step.me }, people)))
      const [row] = await parley.sql`
        select (select count(*) from people.friendship) as friends, (select count(*) from people.block) as blocks,
          (select count(*) from people.friend_request) as requests,
          (select count(*) from people.friend_request where not hidden) as shown`
      const { friends, blocks, requests, shown } = row as unknown as Record<string, number>
      assert.ok(friends === 0 || blocks === 0)
      assert.ok(friends === 0 || requests === 0)
      assert.ok(shown! <= 1)
    }),
    { numRuns: 40 }
  )
})

test('people are found by their ids, and ids of nobody are left out', async () => {
  const person = await signUpPerson(parley, 'findable')
  const found = await findPeople(parley.sql, [person.id, '00000000-0000-4000-8000-000000000000'])
  assert.deepEqual([...found.values()], [{ id: person.id, handle: 'findable', name: 'Findable' }])
  assert.equal((await findPeople(parley.sql, [])).size, 0)
})
