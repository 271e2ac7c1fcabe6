// A small history with everything that evidence can hold: two people with two apps, a friend, and all that a permission goes through.
import assert from 'node:assert/strict'
import type { Answers } from '@parley/protocol/api/grant.ts'
import { logCaughtUp } from '@parley/world/test-log.ts'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import type { TestDatabase } from '@parley/world/test-database.ts'
import type { Config } from '../src/base/config.ts'
import { newId } from '../src/base/random.ts'
import { endGrants } from '../src/grants/end-grants.ts'

export const messagesOf = (conversation: string): string => `/v1/conversations/${conversation}/messages`

const ok = (answer: { status: number; body: unknown }): void =>
  assert.ok(answer.status < 300, `${answer.status} ${JSON.stringify(answer.body)}`)

export class EvidenceHistory {
  readonly parley: TestPlatform
  ana!: TestPerson
  ben!: TestPerson
  cara!: TestPerson
  tunes!: TestClient
  films!: TestClient
  withBen = ''
  withCara = ''
  group = ''
  /** Live at the end, of ana: tunes for what it wrote and the replies, films for everything; of ben: tunes from then on in one place. */
  own!: TestActor
  any!: TestActor
  bens!: TestActor
  /** Ended: of ben and films; and of ana and films, for one use. */
  revoked!: TestActor
  once!: TestActor
  /** The notes of all receipts, in the order of the accesses. */
  readonly receipts: string[] = []

  constructor(parley: TestPlatform) {
    this.parley = parley
  }

  async say(by: TestPerson, conversation: string, text: string, replyTo?: string): Promise<string> {
    const clientId = newId()
    ok(
      await by.post(`/api/conversations/${conversation}/messages`, {
        clientId,
        text,
        ...(replyTo !== undefined && { replyTo })
      })
    )
    return clientId
  }

  give(person: TestPerson, app: TestClient, answers: Partial<Answers>): Promise<TestActor> {
    return makeActor(this.parley, answers, { person, app })
  }

  /** An access that succeeds; its receipts are kept. */
  async act(actor: TestActor, method: string, path: string, body?: object): Promise<{ id: string }> {
    const answer =
      method === 'POST' ? await actor.write(path.split('/')[3]!, body) : await actor.send(method, path, body, {})
    ok(answer)
    for (const { note } of answer.body.receipts ?? []) this.receipts.push(note)
    return answer.body as { id: string }
  }

  async begin(): Promise<void> {
    const { parley } = this
    ;[this.ana, this.ben, this.cara] = [
      await signUpPerson(parley, 'ana'),
      await signUpPerson(parley, 'ben'),
      await signUpPerson(parley, 'cara')
    ]
    const { ana, ben, cara } = this
    const open = async (by: TestPerson, body: object) => (await by.post('/api/conversations', body)).body.id as string
    await befriend(ana, ben)
    await befriend(ana, cara)
    this.withBen = await open(ana, { kind: 'direct', person: ben.id })
    this.withCara = await open(ana, { kind: 'direct', person: cara.id })
    this.group = await open(ana, { kind: 'group', title: 'Trip', people: [ben.id, cara.id] })
    for (const [by, where] of [
      [ana, this.withBen],
      [ben, this.withBen],
      [cara, this.withCara],
      [ben, this.group]
    ] as const)
      await this.say(by, where, `before ${by.name}`)
    this.tunes = await registerTestClient(parley, { clientId: 'tunes' })
    this.films = await registerTestClient(parley, { clientId: 'films' })
  }

  /** Permissions that ended: replaced, for once, run out, narrowed and revoked, given back. */
  async past(): Promise<void> {
    const { ana, withBen, withCara, group } = this
    const replaced = await this.give(ana, this.tunes, { actions: ['read', 'write'], messages: 'own' })
    const song = await this.act(replaced, 'POST', messagesOf(withBen), { text: 'A song' })
    await this.say(this.ben, withBen, 'Lovely', song.id)
    await this.act(replaced, 'GET', messagesOf(withBen))
    this.once = await this.give(ana, this.films, { actions: ['read'], until: 'once' })
    await this.act(this.once, 'GET', '/v1/changes')
    const short = await this.give(ana, this.films, { actions: ['read'], until: 'hour' })
    await this.act(short, 'GET', messagesOf(group))
    await this.parley.sql`update grants.grant set ends_at = clock_timestamp() where id = ${short.grant}`
    await endGrants(this.parley)
    const narrow = await this.give(ana, this.films, { actions: ['read', 'write', 'delete'], friends: true })
    await this.act(narrow, 'GET', '/v1/friends')
    ok(
      await ana.post(`/api/grants/${narrow.grant}/narrow`, {
        actions: ['read'],
        where: 'chosen',
        conversations: [withCara]
      })
    )
    await this.act(narrow, 'GET', messagesOf(withCara))
    ok(await narrow.send('DELETE', '/v1/grant'))
    this.revoked = await this.give(this.ben, this.films, { actions: ['read'] })
    await this.act(this.revoked, 'GET', messagesOf(withBen))
    ok(await this.ben.post(`/api/grants/${this.revoked.grant}/revoke`))
  }

  /** Permissions that stay. */
  async present(): Promise<void> {
    const { ana, ben, withBen, withCara, group } = this
    this.own = await this.give(ana, this.tunes, { actions: ['read', 'write', 'delete'], messages: 'own' })
    // What the app wrote under the permission before this one is its own here too.
    await this.act(this.own, 'GET', messagesOf(withBen))
    const song = await this.act(this.own, 'POST', messagesOf(group), { text: 'Another song' })
    await this.say(this.cara, group, 'Nice', song.id)
    await this.act(this.own, 'GET', messagesOf(group))
    await this.act(this.own, 'DELETE', `${messagesOf(group)}/${song.id}`)
    ok(await ana.post(`/api/apps/${this.tunes.id}/undo`, { what: 'deleted' }))
    await this.act(this.own, 'DELETE', `${messagesOf(group)}/${song.id}`)
    await this.act(this.own, 'GET', '/v1/changes')
    this.any = await this.give(ana, this.films, { actions: ['read'], friends: true })
    await this.act(this.any, 'GET', '/v1/conversations')
    await this.act(this.any, 'GET', messagesOf(withBen))
    await this.act(this.any, 'GET', messagesOf(withCara))
    this.bens = await this.give(ben, this.tunes, {
      actions: ['read', 'write'],
      where: 'chosen',
      conversations: [withBen],
      from: 'from_now'
    })
    const other = await this.act(this.bens, 'POST', messagesOf(withBen), { text: 'From Ben' })
    await this.act(this.bens, 'GET', `${messagesOf(withBen)}/${other.id}`)
    await this.act(this.bens, 'GET', messagesOf(withBen))
    ok(await ben.post(`/api/apps/${this.tunes.id}/undo`, { what: 'written' }))
  }

  caughtUp(): Promise<void> {
    return logCaughtUp(this.parley.sql)
  }
}

export const startHistory = async (config: Partial<Config> = {}, database?: TestDatabase): Promise<EvidenceHistory> => {
  const history = new EvidenceHistory(await startTestPlatform({ limitFactor: 100_000, ...config }, database))
  await history.begin()
  return history
}
