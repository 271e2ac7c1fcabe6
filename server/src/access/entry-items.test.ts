// In random conversations the entry of an access states exactly what was answered: which messages, in what state and place, answering what.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PartnerMessage, Receipt } from '@parley/protocol/api/partner.ts'
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { messagesOf, startTriangle, type TestTriangle } from '@parley/world/test-triangle.ts'
import fc from 'fast-check'

let all: TestTriangle
let [own, any] = [] as unknown as [TestActor, TestActor]
before(async () => {
  // Also while a failure is made smaller, which takes many more runs.
  all = await startTriangle({ limitFactor: 100_000 })
  const actions = ['read', 'write', 'delete'] as const
  own = await makeActor(all.parley, { actions: [...actions], messages: 'own' }, { person: all.ana })
  any = await makeActor(all.parley, { actions: [...actions] }, { person: all.ana })
})
after(() => all.parley.close())

/** to: which of the messages so far it answers. gone: deleted right away. */
const step = fc.record({
  by: fc.constantFrom('ana', 'ben', 'own', 'any'),
  to: fc.option(fc.nat(20), { nil: undefined }),
  gone: fc.boolean()
})
type Step = Parameters<Parameters<typeof step.map>[0]>[0]
/** target: the message that it answers. */
type Said = { id: string; by: Step['by']; target: Said | undefined }

const say = async (conversation: string, said: Said[], { by, to, gone }: Step): Promise<void> => {
  const reachable = by === 'own' ? said.filter((one) => isOwn(one) || (one.target && isOwn(one.target))) : said
  const target = to === undefined || reachable.length === 0 ? undefined : reachable[to % reachable.length]
  const text = `${by} ${said.length}`
  const path = messagesOf(conversation)
  if (by === 'own' || by === 'any') {
    const actor = by === 'own' ? own : any
    const { status, body } = await actor.write(conversation, { text, ...(target && { replyTo: target.id }) })
    assert.equal(status, 201, JSON.stringify(body))
    const one: Said = { id: body.id, by, target }
    checkEntries(actor, [body], body.receipts, 'write')
    said.push(one)
    if (!gone) return
    const deleted = await actor.send('DELETE', `${path}/${one.id}`)
    checkEntries(actor, [{ ...body, deleted: undefined }], deleted.body.receipts, 'delete')
    return
  }
  const person = all[by]
  const id = await all.say(person, conversation, text, target?.id)
  said.push({ id, by, target })
  if (gone) await person.delete(`/api/conversations/${conversation}/messages/${id}`)
}

const isOwn = ({ by }: Said): boolean => by === 'own'

let truth = new Map<string, { seq: number; commitment: string }>()
let targets = new Map<string, string>()

/** The items of the receipts' entries, one after the other, are the messages of the answer. */
const checkEntries = (actor: TestActor, messages: PartnerMessage[], receipts: Receipt[], action: string): void => {
  const items = receipts.flatMap(({ shared, owner }) => {
    const text = parseShared(shared)
    assert.ok(text.frame === 'access' && text.t === action)
    const { items: of, from } = parseOwner('access', owner)
    assert.ok(of.every(({ author }) => author < from.length))
    assert.equal(new Set(from).size, from.length)
    return of.map((item) => ({ ...item, lid: from[item.author] ?? '' }))
  })
  assert.deepEqual(
    items.map(({ message, isDeleted }) => [message, isDeleted]),
    messages.map(({ id, deleted }) => [id, deleted !== undefined])
  )
  // One author is one person of the answer.
  const people = new Map(items.map(({ lid }, at) => [lid, messages[at]?.from?.id]))
  assert.ok(items.every(({ lid }, at) => people.get(lid) === messages[at]?.from?.id))
  for (const { message, seq, commitment, answers } of items) {
    const real = truth.get(message)
    if (real) assert.deepEqual([seq, commitment], [real.seq, real.commitment])
    if (actor === any) assert.equal(answers, null)
    else if (real) assert.equal(answers, targets.get(message) ?? null)
  }
}

const learn = async (conversation: string, said: Said[]): Promise<void> => {
  const rows = await all.parley.sql<{ id: string; seq: number; commitment: Buffer }[]>`
    select id, seq, commitment from conversations.event where conversation_id = ${conversation} and kind = 'message'`
  truth = new Map(rows.map(({ id, seq, commitment }) => [id, { seq, commitment: commitment.toString('base64') }]))
  targets = new Map(said.flatMap(({ id, target }) => (target && isOwn(target) ? [[id, target.id] as const] : [])))
}

test('the entry of an access states what was answered', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 1, max: 6 }),
      async (steps, limit) => {
        const { body } = await all.ana.post('/api/conversations', {
          kind: 'group',
          title: 'Random',
          people: [all.ben.id]
        })
        const conversation: string = body.id
        const said: Said[] = []
        truth = new Map()
        for (const one of steps) await say(conversation, said, one)
        await learn(conversation, said)
        for (const actor of [own, any]) {
          let after = ''
          for (let more = true; more;) {
            const page = (await actor.get(`${messagesOf(conversation)}?limit=${limit}${after}`)).body
            checkEntries(actor, page.items, page.receipts, 'read')
            after = `&after=${page.next}`
            more = page.more
            for (const message of page.items.slice(0, 1)) {
              const one = (await actor.get(`${messagesOf(conversation)}/${message.id}`)).body
              checkEntries(actor, [one], one.receipts, 'read')
            }
          }
          const changes = (await actor.get('/v1/changes?limit=100')).body
          checkEntries(actor, changes.items, changes.receipts, 'read')
        }
      }
    ),
    { numRuns: 25 }
  )
})
