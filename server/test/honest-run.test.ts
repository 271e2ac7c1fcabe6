// Random accesses by several apps at once, while permissions come and go: nobody's evidence accuses anybody.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { test, type TestContext } from 'node:test'
import { type Action, untils } from '@parley/protocol/api/grant.ts'
import type { TestActor } from '@parley/world/test-actor.ts'
import type { TestClient } from '@parley/world/test-client.ts'
import type { TestPerson } from '@parley/world/test-person.ts'
import type { Sql } from '../src/base/sql.ts'
import { type EvidenceHistory, messagesOf, startHistory } from './evidence-history.ts'

const accesses = Number(process.env['PARLEY_TEST_ACCESSES'] ?? 500)
const workers = 6
const verifier = join(import.meta.dirname, '../../verifier/src/main.ts')

const below = (n: number): number => Math.floor(Math.random() * n)
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!
const maybe = <T>(list: readonly T[]): T[] => list.filter(() => Math.random() < 0.6)

class Run {
  readonly all: EvidenceHistory
  readonly actors: TestActor[] = []
  readonly written: { conversation: string; id: string }[] = []
  done = 0

  constructor(all: EvidenceHistory) {
    this.all = all
  }

  placesOf(person: TestPerson): string[] {
    const { all } = this
    if (person === all.ana) return [all.withBen, all.withCara, all.group]
    return [person === all.ben ? all.withBen : all.withCara, all.group]
  }

  async give(person: TestPerson, app: TestClient): Promise<void> {
    const places = this.placesOf(person)
    const where = Math.random() < 0.5 ? 'all' : 'chosen'
    const actor = await this.all.give(person, app, {
      actions: maybe<Action>(['read', 'read', 'write', 'delete']).filter((one, at, list) => list.indexOf(one) === at),
      friends: Math.random() < 0.5,
      where,
      conversations: where === 'all' ? [] : maybe(places),
      messages: pick(['own', 'any']),
      from: pick(['from_now', 'all_history']),
      until: Math.random() < 0.1 ? 'once' : pick(untils.slice(1))
    })
    const old = this.actors.findIndex((one) => one.person === person && one.app === app)
    if (old >= 0) this.actors.splice(old, 1)
    this.actors.push(actor)
  }

  /** One access; refusals are as good as any other answer. */
  async access(): Promise<void> {
    const actor = pick(this.actors)
    const conversation = pick(this.placesOf(actor.person))
    const own = pick(this.written)
    const requests = [
      () => actor.get(`${messagesOf(conversation)}?limit=${1 + below(20)}`),
      () => actor.get(`${messagesOf(conversation)}?limit=20`),
      () => actor.get('/v1/changes?limit=15'),
      () => actor.get(pick(['/v1/friends', '/v1/conversations'])),
      () => actor.write(conversation, { text: 'by an app', ...(Math.random() < 0.3 && own && { replyTo: own.id }) }),
      () => actor.send('DELETE', `${messagesOf(own?.conversation ?? conversation)}/${own?.id ?? conversation}`),
      () => actor.get(`${messagesOf(own?.conversation ?? conversation)}/${own?.id ?? conversation}`)
    ]
    const { status, body } = await pick(requests)()
    assert.ok(status < 500, JSON.stringify(body))
    if (status === 201) this.written.push({ conversation, id: body.id })
    this.done += body?.receipts?.length ?? 0
  }

  async change(): Promise<void> {
    const { all } = this
    const actor = pick(this.actors)
    const { person, grant } = actor
    const steps = [
      () => this.give(pick([all.ana, all.ben, all.cara]), pick([all.tunes, all.films])),
      () => person.post(`/api/grants/${grant}/revoke`),
      () => person.post(`/api/grants/${grant}/narrow`, { messages: 'own' }),
      () => person.post(`/api/grants/${grant}/narrow`, { actions: ['read'] }),
      () => all.say(person, pick(this.placesOf(person)), 'by a person').then(() => {}),
      async () => {
        const target = pick(this.written)
        if (target)
          await person.post(`/api/conversations/${target.conversation}/messages`, {
            clientId: crypto.randomUUID(),
            text: 'an answer',
            replyTo: target.id
          })
      }
    ]
    await pick(steps)()
  }

  async work(): Promise<void> {
    while (this.done < accesses) await (Math.random() < 0.06 ? this.change() : this.access())
  }
}

const verify = async (t: TestContext, name: string, file: string, vkey: string): Promise<void> => {
  const report = 'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))'
  const startedMs = performance.now()
  const args = ['--max-semi-space-size=8', '--import', report, verifier, 'bundle', file, '--log-key', vkey, '--json']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, error] = await Promise.all([child.stdout.toArray(), child.stderr.toArray(), once(child, 'close')])
  const { verdict, findings, facts } = JSON.parse(Buffer.concat(out as Buffer[]).toString()) as {
    verdict: string
    findings: { level: string }[]
    facts: { entries: number }
  }
  assert.deepEqual(
    findings.filter(({ level }) => level !== 'remark'),
    [],
    name
  )
  assert.equal(verdict, 'valid', name)
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  const memory = (Number(Buffer.concat(error as Buffer[]).toString()) / 1024).toFixed(0)
  const { size } = await stat(file)
  t.diagnostic(
    `${name}: ${facts.entries} entries, ${(size / 1e6).toFixed(1)} MB; verified in ${seconds} s, ${memory} MB`
  )
}

// So that a period begins in the middle.
const putHalfBack = async (sql: Sql): Promise<void> => {
  const [half] = await sql<{ idx: number }[]>`select count(*)::int / 2 as idx from log.leaf`
  await sql`update log.leaf set at = at - interval '2 days' where idx < ${half!.idx}`
  await sql`update log.checkpoint set at = at - interval '2 days' where size <= ${half!.idx}`
}

test(`${accesses} random accesses leave evidence in which nothing is wrong and nothing is missing`, async (t) => {
  const all = await startHistory()
  const { parley } = all
  const folder = await mkdtemp(join(tmpdir(), 'parley-run-'))
  try {
    const run = new Run(all)
    for (const person of [all.ana, all.ben, all.cara])
      for (const app of [all.tunes, all.films]) await run.give(person, app)
    await Promise.all(Array.from({ length: workers }, () => run.work()))
    await all.caughtUp()
    const basic = ({ clientId, secret }: TestClient) =>
      `Basic ${Buffer.from(`${clientId}:${secret ?? ''}`).toString('base64')}`
    const today = new Date().toISOString().slice(0, 10)
    const whose: [string, string, Record<string, string>][] = [
      ['ana', '/api/evidence', { cookie: all.ana.cookie }],
      ['ben', '/api/evidence', { cookie: all.ben.cookie }],
      ['ana, tunes', `/api/evidence?app=${all.tunes.id}`, { cookie: all.ana.cookie }],
      ['tunes', '/v1/evidence', { authorization: basic(all.tunes) }],
      ['films', '/v1/evidence', { authorization: basic(all.films) }],
      // After the first half was put two days back, below.
      ['ana, since today', `/api/evidence?since=${today}`, { cookie: all.ana.cookie }],
      ['tunes, since today', `/v1/evidence?since=${today}`, { authorization: basic(all.tunes) }]
    ]
    for (const [name, path, headers] of whose) {
      if (name === 'ana, since today') await putHalfBack(parley.sql)
      const file = join(folder, 'one.parley-evidence.json')
      const startedMs = performance.now()
      const answer = await fetch(`${parley.url}${path}`, { headers })
      assert.equal(answer.status, 200)
      await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(file))
      const memory = (process.memoryUsage.rss() / 2 ** 20).toFixed(0)
      t.diagnostic(
        `${name}: downloaded in ${((performance.now() - startedMs) / 1000).toFixed(1)} s, platform and test at ${memory} MB`
      )
      await verify(t, name, file, parley.log.vkey)
    }
  } finally {
    await parley.close()
    await rm(folder, { recursive: true })
  }
})
