// What the partner API discloses is what the reference model says, in thousands of random histories.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { bearer } from '@parley/world/test-token.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import type { PartnerMessage } from '@parley/protocol/api/partner.ts'
import fc from 'fast-check'
import { listConversations } from '../src/access/list-conversations.ts'
import { readChanges } from '../src/access/read-changes.ts'
import { readMessages } from '../src/access/read-messages.ts'
import { newId } from '../src/base/random.ts'
import { Refusal } from '../src/base/refusal.ts'
import { previewGrant } from '../src/grants/preview-grant.ts'
import { registerApp } from '../src/grants/register-app.ts'
import { anyStep, RandomWorld, type TestApp } from './random-world.ts'
import type { Disclosed } from './reference-model.ts'

const worlds = Number(process.env['PARLEY_TEST_WORLDS'] ?? 2000)

let parley: TestPlatform
const apps: TestApp[] = []
before(async () => {
  parley = await startTestPlatform()
  for (const name of ['Alpha', 'Beta']) {
    const about = { name, owner: 'Tests', purpose: 'To test', purposeCode: 'dpv:RequestedServiceProvision' }
    const app = await registerApp(parley.sql, {
      ...about,
      clientId: name.toLowerCase(),
      client: {},
      bearerAllowed: true
    })
    apps.push({ id: app.id, clientId: app.clientId })
  }
})
after(() => parley.close())

const sameIds = () => (id: string) => id

type Item = PartnerMessage
const toDisclosed = ({ id, text, replyTo, own, withheld }: Item): Disclosed => ({ id, text, replyTo, own, withheld })

/** Reads everything a grant discloses of a conversation, in pages of three. */
const readAll = async (token: string, conversation: string): Promise<Disclosed[] | 'refused' | 'missing'> => {
  const items: Disclosed[] = []
  let after: string | undefined
  try {
    for (;;) {
      const page = await readMessages(parley, bearer(token), { conversation, after, limit: 3 }, sameIds)
      items.push(...page.items.map(toDisclosed))
      if (!page.more) return items
      after = page.next
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.code === 'conversation_missing' ? 'missing' : 'refused'
  }
}

/** Walks the changes feed to its end; returns what came, and the cursor to go on from. */
const walkChanges = async (token: string, from: string | undefined) => {
  const items: Item[] = []
  let after = from
  for (;;) {
    const page = await readChanges(parley, bearer(token), { after, limit: 3 }, sameIds)
    items.push(...page.items)
    after = page.next
    if (!page.more) return { items, next: page.next }
  }
}

const checkReads = async (world: RandomWorld): Promise<void> => {
  const { model, tokens } = world
  for (const grant of model.grants.values()) {
    const token = tokens.get(grant.id) ?? ''
    const expected: Disclosed[] = []
    let with_ = 0
    for (const conversation of [world.direct, world.group, newId()].toSorted()) {
      const wanted = model.conversations.has(conversation) ? model.read(grant.id, conversation) : 'missing'
      const refused = grant.ended || grant.paused || !grant.answers.actions.includes('read')
      const got = await readAll(token, conversation)
      assert.deepEqual(got, refused ? 'refused' : wanted)
      if (Array.isArray(wanted)) {
        expected.push(...wanted)
        if (wanted.some((message) => message.text !== undefined)) with_ += 1
      }
    }
    if (grant.ended) continue
    const { items } = await listConversations(parley.partnerSql, bearer(token), { limit: 50 }, sameIds)
    assert.deepEqual(
      items.map(({ id }) => id),
      model.reach(grant.id)
    )
    const preview = await previewGrant(parley.sql, {
      person: grant.person,
      app: grant.app,
      answers: grant.answers,
      grant: grant.id
    })
    assert.deepEqual(
      [preview.messages, preview.conversations],
      [expected.filter((m) => m.text !== undefined).length, with_]
    )
    if (!grant.paused && grant.answers.actions.includes('read')) {
      const walked = await walkChanges(token, undefined)
      assert.deepEqual(walked.items.map(toDisclosed), expected)
    }
  }
}

/** Where each reading grant's walk had come to, and which messages were deleted by then. */
const takeCursors = async (world: RandomWorld) => {
  const live = [...world.model.grants.values()].filter(
    (grant) => !grant.ended && !grant.paused && grant.answers.actions.includes('read')
  )
  const lengths = new Map([...world.model.conversations.values()].map(({ id, events }) => [id, events.length]))
  const deleted = new Set(
    [...world.model.conversations.values()].flatMap(({ events }) =>
      events.flatMap((e) => (e.kind === 'message' && e.deleted ? [e.id] : []))
    )
  )
  const cursors = await Promise.all(
    live.map(async ({ id }) => ({ id, next: (await walkChanges(world.tokens.get(id) ?? '', undefined)).next }))
  )
  return { lengths, deleted, cursors }
}

const checkCursors = async (world: RandomWorld, taken: Awaited<ReturnType<typeof takeCursors>>): Promise<void> => {
  for (const { id, next } of taken.cursors) {
    if (
      world.model.grant(id).ended ||
      world.model.grant(id).paused ||
      !world.model.grant(id).answers.actions.includes('read')
    )
      continue
    const expected = [...world.model.conversations.values()].flatMap((conversation) => {
      const seen = world.model.read(id, conversation.id)
      if (!Array.isArray(seen)) return []
      const old = conversation.events.slice(0, taken.lengths.get(conversation.id))
      const isOld = (message: string): boolean => old.some((event) => event.kind === 'message' && event.id === message)
      // New ones, and old ones that were deleted since.
      return seen.filter(
        (message) =>
          !isOld(message.id) || (!message.withheld && message.text === undefined && !taken.deleted.has(message.id))
      )
    })
    const { items } = await walkChanges(world.tokens.get(id) ?? '', next)
    const byId = (a: Disclosed, b: Disclosed): number => (a.id < b.id ? -1 : 1)
    assert.deepEqual(items.map(toDisclosed).toSorted(byId), expected.toSorted(byId))
  }
}

test('reads, lists, changes and previews disclose what the model says', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStep, { minLength: 8, maxLength: 30 }),
      fc.array(anyStep, { maxLength: 10 }),
      async (first, then) => {
        const world = new RandomWorld(parley, apps)
        await world.begin()
        for (const step of first) await world.step(step)
        const taken = await takeCursors(world)
        for (const step of then) await world.step(step)
        await checkCursors(world, taken)
        await checkReads(world)
      }
    ),
    { numRuns: worlds, endOnFailure: false }
  )
})
