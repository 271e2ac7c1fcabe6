// What the partner API discloses is what the reference model says, in thousands of random histories.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newTestApp } from '@parley/world/test-app.ts'
import { bearer } from '@parley/world/test-token.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import type { Answers } from '@parley/protocol/api/grant.ts'
import type { PartnerMessage } from '@parley/protocol/api/partner.ts'
import fc from 'fast-check'
import { listConversations } from '../src/access/list-conversations.ts'
import { readChanges } from '../src/access/read-changes.ts'
import { readMessages } from '../src/access/read-messages.ts'
import { newId } from '../src/base/random.ts'
import { Refusal } from '../src/base/refusal.ts'
import { previewGrant } from '../src/grants/preview-grant.ts'
import { acts } from './random-acts.ts'
import { restoreAll } from './random-lives.ts'
import { anyStep, RandomWorld, type TestApp } from './random-world.ts'
import type { Disclosed } from './reference-model.ts'

const worlds = Number(process.env['PARLEY_TEST_WORLDS'] ?? 800)

let parley: TestPlatform
const apps: TestApp[] = []
before(async () => {
  parley = await startTestPlatform()
  apps.push(await newTestApp(parley.sql), await newTestApp(parley.sql))
})
after(() => parley.close())

const sameIds = () => (id: string) => id

type Item = PartnerMessage
const toDisclosed = ({ id, text, replyTo, own, withheld }: Item): Disclosed => ({ id, text, replyTo, own, withheld })

/** All that the app of one grant was answered, to the last byte: pages, changes, and what its receipts open. */
let heard: string[] = []

/** Nothing that somebody keeps from the app, nor a part of it, is anywhere in its answers. */
const assertNothingKept = ({ model }: RandomWorld, app: string): void => {
  const answers = heard.join('\n')
  for (const { id, events } of model.conversations.values())
    for (const event of events)
      if (event.kind === 'message' && model.isWithheld(event.author, app, id)) {
        // The second word of a text is random, and so stands for this one alone.
        const [, word = event.text] = event.text.split(' ')
        assert.ok(!answers.includes(word), `${event.text} is kept from the app and was told`)
      }
}

type Read = (Disclosed | 'budget_used')[]
const limit = 3

const isBudgetUsed = (error: unknown): boolean => error instanceof Refusal && error.code === 'budget_used'

/** Reads everything a grant discloses of a conversation, in pages of three. */
const readAll = async (token: string, conversation: string): Promise<Read | 'refused' | 'missing'> => {
  const items: Read = []
  let after: string | undefined
  try {
    for (;;) {
      const page = await readMessages(parley, bearer(token), { conversation, after, limit }, sameIds)
      heard.push(JSON.stringify(page))
      items.push(...page.items.map(toDisclosed))
      if (!page.more) return items
      after = page.next
    }
  } catch (error) {
    if (isBudgetUsed(error)) return [...items, 'budget_used']
    if (!(error instanceof Refusal)) throw error
    return error.code === 'conversation_missing' ? 'missing' : 'refused'
  }
}

/** Walks the changes feed to its end; returns what came, and the cursor to go on from: none when the budget ended it. */
const walkChanges = async (token: string, from: string | undefined) => {
  const items: Item[] = []
  let after = from
  for (;;) {
    try {
      const page = await readChanges(parley, bearer(token), { after, limit }, sameIds)
      heard.push(JSON.stringify(page))
      items.push(...page.items)
      after = page.next
      if (!page.more) return { items, next: page.next }
    } catch (error) {
      if (!isBudgetUsed(error)) throw error
      return { items, next: undefined }
    }
  }
}

const checkReads = async (world: RandomWorld): Promise<void> => {
  const { model, tokens } = world
  for (const grant of model.grants.values()) {
    const token = tokens.get(grant.id) ?? ''
    heard = []
    const expected: Disclosed[] = []
    let with_ = 0
    for (const conversation of [world.direct, world.group, newId()].toSorted()) {
      const wanted = model.conversations.has(conversation) ? model.read(grant.id, conversation) : 'missing'
      const refused = grant.ended || grant.paused || !grant.answers.actions.includes('read')
      const got = await readAll(token, conversation)
      assert.deepEqual(got, refused ? 'refused' : Array.isArray(wanted) ? model.spend(grant.id, wanted, limit) : wanted)
      if (Array.isArray(wanted)) {
        expected.push(...wanted)
        if (wanted.some((message) => message.text !== undefined)) with_ += 1
      }
    }
    if (grant.ended) continue
    const listed = await listConversations(parley.partnerSql, bearer(token), { limit: 50 }, sameIds).then(
      ({ items }) => items.map(({ id }) => id),
      (error: unknown) => (error instanceof Refusal ? error.code : assert.fail(String(error)))
    )
    assert.deepEqual(listed, grant.paused ? 'grant_paused' : model.reach(grant.id))
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
      const told = model.spend(grant.id, expected, limit)
      assert.deepEqual([...walked.items.map(toDisclosed), ...(walked.next ? [] : ['budget_used'])], told)
    }
    assertNothingKept(world, grant.app)
  }
}

/** Takes what an app was given off what it may be given today. */
const count = (grant: { answers: Answers; readToday: number }, items: Item[]): void => {
  const { perDay } = grant.answers
  if (perDay === undefined) return
  const told = items.filter(({ withheld }) => !withheld).length
  // What was read before the person made the number smaller stays read.
  assert.ok(told <= Math.max(0, perDay - grant.readToday), 'more was read than the budget allows')
  grant.readToday += told
}

/** Where each reading grant's walk had come to, and how often messages had been deleted or restored by then. */
const takeCursors = async (world: RandomWorld) => {
  const live = [...world.model.grants.values()].filter(
    (grant) => !grant.ended && !grant.paused && grant.answers.actions.includes('read')
  )
  const turns = new Map(
    [...world.model.conversations.values()].flatMap(({ events }) =>
      events.flatMap((e) => (e.kind === 'message' ? [[e.id, e.turns] as const] : []))
    )
  )
  const cursors = await Promise.all(
    live.map(async (grant) => {
      const { items, next } = await walkChanges(world.tokens.get(grant.id) ?? '', undefined)
      count(grant, items)
      return { id: grant.id, next }
    })
  )
  return { turns, cursors }
}

const checkCursors = async (world: RandomWorld, taken: Awaited<ReturnType<typeof takeCursors>>): Promise<void> => {
  for (const { id, next } of taken.cursors) {
    if (
      next === undefined ||
      world.model.grant(id).ended ||
      world.model.grant(id).paused ||
      !world.model.grant(id).answers.actions.includes('read')
    )
      continue
    const expected = [...world.model.conversations.values()].flatMap((conversation) => {
      const seen = world.model.read(id, conversation.id)
      if (!Array.isArray(seen)) return []
      const turnsOf = (message: string) =>
        conversation.events.find((event) => event.kind === 'message' && event.id === message) as { turns: number }
      // New ones, and old ones that were deleted or restored since.
      return seen.filter(
        ({ id: message, withheld }) =>
          !taken.turns.has(message) || (!withheld && taken.turns.get(message) !== turnsOf(message).turns)
      )
    })
    const walked = await walkChanges(world.tokens.get(id) ?? '', next)
    const { items } = walked
    count(world.model.grant(id), items)
    const byId = (a: Disclosed, b: Disclosed): number => (a.id < b.id ? -1 : 1)
    const told = items.map(toDisclosed)
    // A budget that ended the walk leaves some of it out, and adds nothing.
    const wanted = walked.next ? expected : expected.filter((message) => told.some(({ id: one }) => one === message.id))
    assert.deepEqual(told.toSorted(byId), wanted.toSorted(byId))
  }
}

test('reads, lists, changes and previews disclose what the model says', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStep, { minLength: 8, maxLength: 30 }),
      fc.array(anyStep, { maxLength: 10 }),
      async (first, then) => {
        const world = new RandomWorld(parley, apps, acts)
        await world.begin()
        for (const step of first) await world.step(step)
        await restoreAll(world)
        const taken = await takeCursors(world)
        for (const step of then) await world.step(step)
        await restoreAll(world)
        await checkCursors(world, taken)
        await checkReads(world)
      }
    ),
    // To shrink a history takes longer than a file may run, and the seed would be lost.
    { numRuns: worlds, endOnFailure: true }
  )
})
