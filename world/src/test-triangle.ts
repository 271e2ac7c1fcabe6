// Three friends with a conversation between each two, for tests of what an app of the first one can reach.
import assert from 'node:assert/strict'
import type { Config } from '@parley/server/base/config.ts'
import { newId } from '@parley/server/base/random.ts'
import type { TestActor } from './test-actor.ts'
import { befriend, signUpPerson, type TestAnswer, type TestPerson } from './test-person.ts'
import { startTestPlatform, type TestPlatform } from './test-platform.ts'

// oxlint-disable-next-line typescript/no-explicit-any
type Answer = TestAnswer<any>

export const messagesOf = (conversation: string): string => `/v1/conversations/${conversation}/messages`

export class TestTriangle {
  readonly parley: TestPlatform
  readonly ana: TestPerson
  readonly ben: TestPerson
  readonly cara: TestPerson
  /** ana and ben; ana and cara; ben and cara, which is none of ana's business. */
  withBen = ''
  withCara = ''
  others = ''

  constructor(parley: TestPlatform, people: [TestPerson, TestPerson, TestPerson]) {
    this.parley = parley
    ;[this.ana, this.ben, this.cara] = people
  }

  async begin(): Promise<this> {
    const { ana, ben, cara } = this
    const open = async (a: TestPerson, b: TestPerson): Promise<string> => {
      await befriend(a, b)
      return (await a.post<{ id: string }>('/api/conversations', { kind: 'direct', person: b.id })).body.id
    }
    this.withBen = await open(ana, ben)
    this.withCara = await open(ana, cara)
    this.others = await open(ben, cara)
    return this
  }

  /** Returns the id of the message. */
  async say(by: TestPerson, conversation: string, text: string, replyTo?: string): Promise<string> {
    const clientId = newId()
    const message = { clientId, text, ...(replyTo !== undefined && { replyTo }) }
    const { status } = await by.post(`/api/conversations/${conversation}/messages`, message)
    assert.equal(status, 201)
    return clientId
  }

  /** The texts of the first hundred messages that the app reads. */
  async texts(actor: TestActor, conversation: string): Promise<string[]> {
    const answer = await actor.get(`${messagesOf(conversation)}?limit=100`)
    assert.equal(answer.status, 200)
    const { items } = answer.body as { items: { text?: string }[] }
    return items.map(({ text }) => text ?? 'deleted')
  }

  /** How many accesses the log holds. */
  async entries(): Promise<number> {
    const [row] = await this.parley.sql<{ n: number }[]>`
      select count(*)::int as n from log.entry where kind in ('read', 'list', 'write', 'delete')`
    return row?.n ?? 0
  }

  /** Each of the requests is refused with this code, and none leaves an entry. */
  async refused(code: string, asks: (() => Promise<Answer>)[]): Promise<void> {
    const before = await this.entries()
    for (const ask of asks) assert.equal(((await ask()).body as { code?: string } | undefined)?.code, code, String(ask))
    assert.equal(await this.entries(), before)
  }
}

export const startTriangle = async (config: Partial<Config> = {}): Promise<TestTriangle> => {
  const parley = await startTestPlatform(config)
  const people = [
    await signUpPerson(parley, 'ana'),
    await signUpPerson(parley, 'ben'),
    await signUpPerson(parley, 'cara')
  ]
  return new TestTriangle(parley, people as [TestPerson, TestPerson, TestPerson]).begin()
}
