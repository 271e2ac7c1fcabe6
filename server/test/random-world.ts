// Random histories for the rule: each step is done to the platform and to the reference model alike.
import { untils } from '@parley/protocol/api/grant.ts'
import { bearer, makeToken } from '@parley/world/test-token.ts'
import type { TestPlatform } from '@parley/world/test-platform.ts'
import fc from 'fast-check'
import { writeMessage } from '../src/access/write-message.ts'
import { newId, newSecret } from '../src/base/random.ts'
import { Refusal } from '../src/base/refusal.ts'
import { contentText } from '@parley/protocol/api/content-text.ts'
import { giveGrant } from '../src/grants/give-grant.ts'
import { narrowed } from '../src/grants/narrower.ts'
import { narrowGrant } from '../src/grants/narrow-grant.ts'
import { pauseGrant, resumeGrant } from '../src/grants/pause-grant.ts'
import { revokeGrant } from '../src/grants/revoke-grant.ts'
import { randomAnswers } from './random-answers.ts'
import { randomContent, randomLimits } from './random-content.ts'
import { ReferenceModel } from './reference-model.ts'

/** A step in numbers; what they mean depends on the world at that point, so that every list of steps is a history. */
export type Step = { op: number; a: number; b: number; c: number; bits: number }

const nat = fc.nat(1_000_000)
export const anyStep: fc.Arbitrary<Step> = fc.record({ op: nat, a: nat, b: nat, c: nat, bits: nat })

export type Act = (world: RandomWorld, step: Step) => Promise<void>

export type TestApp = { id: string; clientId: string; agent?: boolean }

/** What an agent wants to write and its person has to approve. */
export type Wanted = { id: string; grant: string; conversation: string; key: string; bits: number }

export const pick = <T>(list: readonly T[], n: number): T | undefined =>
  list.length === 0 ? undefined : list[n % list.length]

export class RandomWorld {
  readonly model = new ReferenceModel()
  readonly tokens = new Map<string, string>()
  readonly people: string[] = [newId(), newId(), newId(), newId()]
  readonly direct = newId()
  readonly group = newId()
  readonly parley: TestPlatform
  readonly apps: TestApp[]
  readonly wanted = new Set<Wanted>()
  readonly #more: readonly Act[]

  /** more: steps besides those of this file. */
  constructor(parley: TestPlatform, apps: TestApp[], more: readonly Act[]) {
    this.parley = parley
    this.apps = apps
    this.#more = more
  }

  /** Four people, all friends; a direct conversation of the first two, a group of the first three. */
  async begin(): Promise<void> {
    const { sql } = this.parley
    const [one = '', two = '', three = ''] = this.people
    await sql.begin(async (tx) => {
      await tx`
        insert into people.person (id, handle, name, created_at)
        select id, 'p' || substr(md5(id::text), 1, 20), 'P', clock_timestamp() from unnest(${this.people}::uuid[]) id`
      await tx`select log.open_party(id, 'person') from unnest(${this.people}::uuid[]) id`
      await tx`
        insert into people.friendship (low_id, high_id, since) select a, b, clock_timestamp()
        from unnest(${this.people}::uuid[]) a, unnest(${this.people}::uuid[]) b where a < b`
      await tx`select conversations.open_direct(${this.direct}, ${one}, ${two})`
      await tx`select conversations.open_group(${this.group}, ${one}, 'Group', ${[two, three]}::uuid[])`
    })
    this.model.open(this.direct, [one, two])
    this.model.open(this.group, [one, two, three])
  }

  async step(step: Step): Promise<void> {
    const ops: ((one: Step) => Promise<unknown>)[] = [
      this.#say,
      this.#say,
      this.#reply,
      this.#appWrite,
      this.#appWrite,
      this.#delete,
      this.join,
      this.join,
      this.leave,
      this.leave,
      this.give,
      this.give,
      this.#narrow,
      this.#end,
      this.#pause,
      this.#resume,
      ...this.#more.map((act) => (one: Step) => act(this, one))
    ]
    await pick(ops, step.op)?.call(this, step)
  }

  /** Who has not closed their account. */
  get living(): string[] {
    return this.people.filter((person) => !this.model.gone.has(person))
  }

  /** Nobody writes to a closed account. */
  maySay(conversation: string): boolean {
    return conversation !== this.direct || this.people.slice(0, 2).every((person) => !this.model.gone.has(person))
  }

  conversation({ a }: Step): string {
    return a % 3 === 0 ? this.direct : this.group
  }

  async #append(conversation: string, author: string, replyTo: string | undefined, { bits }: Step): Promise<void> {
    if (!this.maySay(conversation)) return
    const id = newId()
    const { kind, content } = randomContent(bits, 'text')
    const [row] = await this.parley.sql<{ status: string }[]>`
      select status from conversations.append_messages(array[${conversation}]::uuid[], array[${author}]::uuid[], array[${id}]::uuid[],
        array[${contentText(content)}], array[${replyTo ?? null}]::uuid[], array[null]::uuid[], array[null]::uuid[])`
    if (row?.status !== 'ok') throw new Error(`append: ${row?.status}`)
    this.model.write(conversation, { id, author, kind, text: content.text, ...(replyTo !== undefined && { replyTo }) })
  }

  async #say(step: Step): Promise<void> {
    const conversation = this.conversation(step)
    const author = pick([...this.model.conversation(conversation).members.keys()], step.b)
    if (author) await this.#append(conversation, author, undefined, step)
  }

  async #reply(step: Step): Promise<void> {
    const conversation = this.conversation(step)
    const { members, events } = this.model.conversation(conversation)
    const author = pick([...members.keys()], step.b)
    if (!author) return
    const seen = events.filter((event) => event.kind === 'message' && event.seq > (members.get(author) ?? 0))
    // Replies to what apps wrote are what "own" turns on, so half of the time one of those is answered.
    const byApps = seen.filter((event) => event.kind === 'message' && event.app !== undefined)
    const target = pick(step.bits % 2 === 0 && byApps.length > 0 ? byApps : seen, step.c)
    if (target?.kind === 'message') await this.#append(conversation, author, target.id, step)
  }

  liveGrant({ b }: Step) {
    return pick(
      [...this.model.grants.values()].filter((grant) => !grant.ended),
      b
    )
  }

  async #appWrite(step: Step): Promise<void> {
    // Mostly one that may write, where it may.
    const all = [...this.model.grants.values()].filter(({ ended }) => !ended)
    const able = all.filter(({ id, answers }) => this.model.isLive(id) && answers.actions.includes('write'))
    const isAble = step.bits % 4 > 0 && able.length > 0
    const grant = pick(isAble ? able : all, step.b)
    const reached = grant && isAble ? pick(this.model.reach(grant.id), step.a) : undefined
    const conversation = reached ?? this.conversation(step)
    if (grant) await this.write(grant.id, { conversation, key: newSecret(), bits: step.c })
  }

  /** An agent comes back with what it wanted to write. */
  async writeAgain(wanted: Wanted): Promise<void> {
    this.wanted.delete(wanted)
    await this.write(wanted.grant, wanted)
  }

  /** The app of a grant writes, or wants to. */
  async write(id: string, { conversation, key, bits }: Omit<Wanted, 'id' | 'grant'>): Promise<void> {
    const grant = this.model.grant(id)
    // The same text for the same key, as who comes back sends the same.
    const { kind, content } = randomContent(bits, 'app', key)
    const { actions, kinds } = grant.answers
    const may =
      this.model.isLive(id) &&
      actions.includes('write') &&
      (kinds?.includes(kind) ?? true) &&
      this.model.reach(id).includes(conversation) &&
      this.maySay(conversation)
    const isAgent = this.apps.some((app) => app.id === grant.app && app.agent)
    try {
      const credentials = bearer(this.tokens.get(id) ?? '')
      const write = { conversation, key, message: content }
      const written = await writeMessage(this.parley, credentials, write, () => (one) => one)
      if (!may) throw new Error('The platform wrote what the model refuses')
      this.model.write(conversation, { id: written.id, author: grant.person, app: grant.app, kind, text: content.text })
    } catch (error) {
      // What an agent has read elsewhere, and what is approved, is not in the model.
      const waits = isAgent && error instanceof Refusal && error.code.startsWith('approval')
      if (waits && error.more.approval)
        this.wanted.add({ id: error.more.approval.id, grant: id, conversation, key, bits })
      else if ((may && !waits) || !(error instanceof Refusal)) throw error
    }
  }

  async #delete(step: Step): Promise<void> {
    const conversation = this.conversation(step)
    const { members, events } = this.model.conversation(conversation)
    const mine = events.filter(
      (event) =>
        event.kind === 'message' &&
        (!event.deleted || event.keptFrom !== undefined) &&
        event.seq > (members.get(event.author) ?? Infinity)
    )
    const target = pick(mine, step.b)
    if (target?.kind !== 'message') return
    await this.parley
      .sql`select conversations.delete_message(${conversation}, ${target.id}, ${target.author}, null, null)`
    this.model.remove(conversation, target.id)
  }

  /** one: who joins; anybody else who is not in the group when they cannot. */
  async join({ b, c }: Step, one?: string): Promise<void> {
    const { members } = this.model.conversation(this.group)
    const out = this.living.filter((id) => !members.has(id))
    const person = one !== undefined && out.includes(one) ? one : pick(out, b)
    const by = pick([...members.keys()], c)
    if (!person || !by) return
    await this.parley.sql`select * from conversations.add_members(${this.group}, ${by}, ${[person]}::uuid[], 50)`
    this.model.join(this.group, person)
  }

  /** Returns who left. */
  async leave({ b }: Step): Promise<string | undefined> {
    const person = pick([...this.model.conversation(this.group).members.keys()], b)
    if (!person) return undefined
    await this.parley.sql`select conversations.leave_group(${this.group}, ${person})`
    this.model.leave(this.group, person)
    return person
  }

  async give(step: Step): Promise<void> {
    const person = pick(this.living, step.a)
    const app = pick(this.apps, step.b)
    if (!person || !app) return
    const answers = randomAnswers(this.model, person, step)
    const consent = { text: 'shown', language: 'en', version: '1' }
    const { grant } = await giveGrant(this.parley, { person, app: app.id, answers, consent })
    this.model.give(grant, person, app.id, answers)
    this.tokens.set(grant, await makeToken(this.parley.sql, grant, app.clientId))
  }

  async #narrow(step: Step): Promise<void> {
    const grant = this.liveGrant(step)
    if (!grant) return
    const wish = randomAnswers(this.model, grant.person, step)
    const change = {
      actions: wish.actions,
      messages: wish.messages,
      where: wish.where,
      conversations: wish.conversations,
      ...(step.b % 4 === 0 && { until: untils[1 + (step.a % (untils.length - 1))] ?? 'day' }),
      ...randomLimits(step.a)
    }
    const next = this.model.suspended.has(grant.app)
      ? undefined
      : narrowed(grant.answers, change, this.model.reach(grant.id))
    try {
      await narrowGrant(this.parley, grant.person, grant.id, change)
      if (!next) throw new Error('The platform widened a grant')
      this.model.narrow(grant.id, next)
    } catch (error) {
      if (next || !(error instanceof Refusal)) throw error
    }
  }

  async #pause(step: Step): Promise<void> {
    const grant = this.liveGrant(step)
    if (!grant) return
    const conversation = step.bits % 2 === 0 ? undefined : this.conversation(step)
    if (conversation !== undefined && !this.model.conversation(conversation).members.has(grant.person)) return
    await pauseGrant(this.parley, grant.person, grant.id, conversation)
    if (conversation === undefined) grant.paused = true
    else grant.pausedIn.add(conversation)
  }

  async #resume(step: Step): Promise<void> {
    const paused = [...this.model.grants.values()].filter(
      (grant) => !grant.ended && (grant.paused || grant.pausedIn.size > 0)
    )
    const grant = pick(paused, step.a)
    if (!grant) return
    const conversation = grant.paused ? undefined : [...grant.pausedIn][0]
    await resumeGrant(this.parley, grant.person, grant.id, conversation)
    if (conversation === undefined) grant.paused = false
    else grant.pausedIn.delete(conversation)
  }

  async #end(step: Step): Promise<void> {
    const grant = this.liveGrant(step)
    if (!grant) return
    if (step.c % 2 === 0) await revokeGrant(this.parley, grant.person, grant.id, 'revoked')
    else
      await this.parley
        .sql`update grants.grant set ends_at = clock_timestamp() - interval '1 second' where id = ${grant.id}`
    this.model.end(grant.id)
  }
}
