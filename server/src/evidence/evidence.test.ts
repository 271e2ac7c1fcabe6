// Evidence of a real platform, judged by the real verifier: an honest history is valid for everybody who may ask for it.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { parsePolicy } from '@parley/protocol/log/policy.ts'
import { checkBundle } from '@parley/verifier/evidence/check-bundle.ts'
import type { BundleTrust } from '@parley/verifier/evidence/context.ts'
import type { Report } from '@parley/verifier/evidence/report.ts'
import { TestAuthenticator } from '@parley/world/test-authenticator.ts'
import { openTestApp } from '@parley/world/test-login.ts'
import type { TestPerson } from '@parley/world/test-person.ts'
import type { TestPlatform } from '@parley/world/test-platform.ts'
import { addTestPasskey, connectSigned } from '@parley/world/test-signing.ts'
import { type EvidenceHistory, messagesOf, startHistory } from '../../test/evidence-history.ts'
import { newId } from '../base/random.ts'
import { nowMs } from '../base/clock.ts'
import { restoreApp } from '../grants/restore-app.ts'
import { suspendApp } from '../grants/suspend-app.ts'

let all: EvidenceHistory
let parley: TestPlatform
before(async () => {
  all = await startHistory()
  ;({ parley } = all)
  await all.past()
  await all.present()
  await all.caughtUp()
})
after(() => parley.close())

const trust = (change: Partial<BundleTrust> = {}): BundleTrust => ({
  policy: parsePolicy(`log ${parley.log.vkey}\nquorum none\n`),
  nowMs: nowMs(),
  receiptKeys: [],
  mirrors: [],
  receipts: [],
  ...change
})

const lidOf = async (id: string): Promise<string> =>
  (await parley.sql<{ lid: string }[]>`select log.lid(${id}) as lid`)[0]!.lid

const download = async ({ cookie }: TestPerson, query = ''): Promise<string> => {
  const answer = await fetch(`${parley.url}/api/evidence${query}`, { headers: { cookie } })
  assert.equal(answer.status, 200, await (answer.status === 200 ? '' : answer.text()))
  assert.match(answer.headers.get('content-disposition') ?? '', /\.parley-evidence\.json"$/)
  return answer.text()
}

const basic = (clientId: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`
})

const findings = ({ findings: all }: Report) => all.filter(({ level }) => level !== 'remark')

/** The facts of evidence in which nothing is wrong and nothing missing. */
const valid = async (file: string, change: Partial<BundleTrust> = {}) => {
  const report = await checkBundle(file, trust(change))
  assert.deepEqual(findings(report), [])
  assert.equal(report.verdict, 'valid')
  return report.facts as { entries: number; underOthers: number; apps: { name: string; accesses: number }[] }
}

test('the evidence of a whole life is valid, with every receipt that apps got', async () => {
  const file = await download(all.ana)
  const facts = await valid(file, { lid: await lidOf(all.ana.id) })
  assert.deepEqual(facts.apps.map(({ name }) => name).toSorted(), ['Films', 'Tunes'])
  assert.ok(facts.underOthers >= 4)
  const receipts = all.receipts.filter((note) => file.includes(note.split('\n')[1]!))
  assert.ok(receipts.length > 10)
  await valid(file, { receipts })
})

test('a friend has evidence of the reads that touched their messages, and only what all parties may know', async () => {
  const file = await download(all.cara)
  const facts = await valid(file, { lid: await lidOf(all.cara.id) })
  assert.ok(facts.underOthers > 0)
  assert.ok(facts.apps.some(({ name }) => name === 'Films'))
  const { entries } = JSON.parse(file) as { entries: { shared: string; owner?: string; proof?: string }[] }
  for (const { shared, owner, proof } of entries) {
    if (!/"t":"(?:read|write|delete)"/.test(shared)) continue
    assert.equal(owner, undefined)
    assert.equal(proof, undefined)
  }
})

test('the evidence of one app holds its permissions, whole, and nothing of other apps', async () => {
  const facts = await valid(await download(all.ana, `?app=${all.tunes.id}`))
  assert.deepEqual(
    facts.apps.map(({ name }) => name),
    ['Tunes']
  )
  const { status } = await all.cara.get(`/api/evidence?app=${all.tunes.id}`)
  assert.equal(status, 404)
})

test('the evidence of a period is valid, and begins with it', async () => {
  const today = new Date(nowMs()).toISOString().slice(0, 10)
  const { entries } = await valid(await download(all.ana, `?since=${today}&until=${today}`))
  assert.ok(entries > 20)
  const nothing = JSON.parse(await download(all.ana, '?since=2090-01-01')) as {
    entries: unknown[]
    sequences: { k?: string }[]
  }
  assert.deepEqual(nothing.entries, [])
  assert.equal(nothing.sequences[0]?.k, undefined)
  assert.equal((await all.ana.get('/api/evidence?since=2026-02-31')).status, 400)
  assert.equal((await all.ana.get('/api/evidence?since=2026-02-02&until=2026-02-01')).status, 400)
})

test('evidence from the middle of a life is valid too', async () => {
  const { sql } = parley
  const [middle] = await sql<{ idx: number }[]>`select count(*)::int / 2 as idx from log.leaf`
  // The first half was long ago.
  await sql`update log.leaf set at = at - interval '2 days' where idx < ${middle!.idx}`
  await sql`update log.checkpoint set at = at - interval '2 days' where size <= ${middle!.idx}`
  const today = new Date(nowMs()).toISOString().slice(0, 10)
  const file = await download(all.ana, `?since=${today}`)
  await valid(file)
  assert.ok((JSON.parse(file) as { sequences: { first: number }[] }).sequences[0]!.first > 1)
  const earlier = new Date(nowMs() - 86_400_000).toISOString().slice(0, 10)
  await valid(await download(all.ana, `?until=${earlier}`))
  const headers = basic(all.tunes.clientId, all.tunes.secret ?? '')
  for (const query of [`?since=${today}`, `?until=${earlier}`]) {
    const answer = await fetch(`${parley.url}/v1/evidence${query}`, { headers })
    await valid(await answer.text())
  }
  await sql`update log.leaf set at = at + interval '2 days' where idx < ${middle!.idx}`
  await sql`update log.checkpoint set at = at + interval '2 days' where size <= ${middle!.idx}`
})

test('an app downloads its own evidence with its secret, without any message', async () => {
  const { clientId, secret, id } = all.tunes
  const answer = await fetch(`${parley.url}/v1/evidence`, { headers: basic(clientId, secret ?? '') })
  assert.equal(answer.status, 200)
  const file = await answer.text()
  const receipts = all.receipts.filter((note) => file.includes(note.split('\n')[1]!))
  const facts = await valid(file, { lid: await lidOf(id), receipts })
  assert.equal(facts.underOthers, 0)
  assert.ok(facts.apps[0]!.accesses > 7)
  assert.doesNotMatch(file, /Another song|Lovely/)
  // What the page of consent showed, names and words of friends among it, is the person's.
  assert.doesNotMatch(file, /"consent":"shown"/)
  assert.match(await download(all.ana), /"consent":"shown"/)
  await parley.sql`update grants.app set suspended_at = clock_timestamp() where id = ${id}`
  assert.equal((await fetch(`${parley.url}/v1/evidence`, { headers: basic(clientId, secret ?? '') })).status, 200)
  await parley.sql`update grants.app set suspended_at = null where id = ${id}`
})

test('what a passkey signed holds in every evidence of it, with the passkey', async () => {
  const key = new TestAuthenticator(parley.url)
  await addTestPasskey(all.cara, key)
  const app = await openTestApp(parley, all.films)
  const ask = { details: [{ actions: ['read' as const] }] }
  const filled = { ask, tick: { action: ['read'], conversation: [all.withCara] } }
  await connectSigned(parley, { person: all.cara, key }, app, filled)
  await all.caughtUp()
  const own = await fetch(`${parley.url}/v1/evidence`, { headers: basic(all.films.clientId, all.films.secret ?? '') })
  const today = new Date(nowMs()).toISOString().slice(0, 10)
  for (const file of [
    await download(all.cara),
    await download(all.cara, `?app=${all.films.id}`),
    await download(all.cara, `?since=${today}`),
    await own.text()
  ]) {
    await valid(file)
    assert.ok(file.includes('passkey') && file.includes('"signed":"{'))
  }
})

test('that an app was suspended is in the evidence of those for whom it acted', async () => {
  await suspendApp(parley, all.films.id, 'complaints')
  await all.caughtUp()
  const file = await download(all.ana)
  await valid(file)
  assert.ok(file.includes('complaints'))
  await restoreApp(parley, all.films.id, 'settled')
  await all.caughtUp()
  await all.act(all.any, 'GET', messagesOf(all.withCara))
  await all.caughtUp()
  await valid(await download(all.ana))
})

test('nobody else gets it', async () => {
  const { clientId } = all.tunes
  for (const headers of [{}, basic(clientId, 'wrong'), basic('nobody', 'x'), { authorization: 'Basic !' }]) {
    const answer = await fetch(`${parley.url}/v1/evidence`, { headers })
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic/)
  }
  assert.equal((await fetch(`${parley.url}/api/evidence`)).status, 401)
})

const idOf = async (kind: string, person: string): Promise<string> =>
  (
    await parley.sql<{ id: string }[]>`
      select e.event_id as id from log.entry e where e.kind = ${kind} and e.person_id = ${person} order by e.id desc limit 1`
  )[0]!.id

test('one entry is opened for its parties, each as far as they may know', async () => {
  const id = await idOf('read', all.any.person.id)
  const mine = await all.ana.get(`/api/activity/${id}/proof`)
  assert.equal(mine.status, 200)
  assert.ok(mine.body.owner && mine.body.proof && mine.body.app.length === 2)
  const theirs = await all.cara.get(`/api/activity/${id}/proof`)
  assert.equal(theirs.status, 200)
  assert.deepEqual([theirs.body.owner, theirs.body.proof, theirs.body.app.length], [undefined, undefined, 1])
  const others = await all.ben.get(`/api/activity/${id}/proof`)
  assert.deepEqual([others.status, others.body.code], [404, 'entry_missing'])
  assert.equal((await all.ben.get(`/api/activity/${newId()}/proof`)).status, 404)
})

const verifier = join(import.meta.dirname, '../../../verifier/src/main.ts')

test('one entry is proved to anybody by a tlog-proof and the entry beside it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-proof-'))
  const id = await idOf('read', all.ana.id)
  const get = async (path: string): Promise<Buffer> => {
    const answer = await fetch(`${parley.url}${path}`, { headers: { cookie: all.ana.cookie } })
    assert.equal(answer.status, 200)
    return Buffer.from(await answer.arrayBuffer())
  }
  const [proof, entry] = [join(folder, 'one.tlog-proof'), join(folder, 'one.entry')]
  await writeFile(proof, await get(`/api/activity/${id}/tlog-proof`))
  await writeFile(entry, await get(`/api/activity/${id}/tlog-proof?entry=1`))
  const args = ['tlog-proof', proof, '--entry', entry, '--log-key', parley.log.vkey]
  const { status, stdout } = spawnSync(process.execPath, [verifier, ...args], { encoding: 'utf8' })
  assert.equal(status, 0, stdout)
  await rm(folder, { recursive: true })
})

test('reads by apps of others that touched my messages are listed for me, and each opens', async () => {
  const { body } = await all.ben.get('/api/activity/about-me?limit=1')
  assert.equal(body.items.length, 1)
  const rest = await all.ben.get(`/api/activity/about-me?after=${body.next}`)
  assert.ok(rest.body.items.length > 1)
  for (const { id } of [...body.items, ...rest.body.items]) {
    const { body: opened } = await all.ben.get(`/api/activity/${id}/proof`)
    assert.ok((JSON.parse(opened.shared) as { from: string[] }).from.includes(await lidOf(all.ben.id)))
  }
})

test('what is written meanwhile is in or out', async () => {
  let isWriting = true
  const writing = async () => {
    while (isWriting) {
      await all.act(all.any, 'GET', messagesOf(all.withBen))
      await all.act(all.own, 'POST', messagesOf(all.withBen), { text: 'more' })
    }
  }
  const writers = [writing(), writing()]
  let last = 0
  for (let round = 0; round < 8; round++) {
    const { entries } = await valid(await download(all.ana))
    assert.ok(entries >= last)
    last = entries
  }
  isWriting = false
  await Promise.all(writers)
})
