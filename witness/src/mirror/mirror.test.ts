// A mirror reads all entries, answers where a tag stands so that the verifier accepts it, and catches a log that contradicts itself.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { toHex } from '@parley/protocol/log/hex.ts'
import { parseEntry } from '@parley/protocol/log/entry.ts'
import { monthOf, periodKey, tagOf } from '@parley/protocol/log/party.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { parseTagAnswer } from '@parley/protocol/log/tag-answer-text.ts'
import { formatVerifierKey, parseVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import { logFiles } from '@parley/verifier/simulate/log-files.ts'
import { checkpoint, type SimulatedLog, startLog } from '@parley/verifier/simulate/simulated-log.ts'
import { openPerson } from '@parley/verifier/simulate/simulated-world.ts'
import { evidenceOf, judge, setStage, type Stage } from '@parley/verifier/simulate/stage.ts'
import { cutTail } from '@parley/verifier/simulate/tamper.ts'
import { type ServedLog, serveLog } from '@parley/world/test-served-log.ts'
import { hashOf, post, signedCheckpoint, submissionOf } from '@parley/world/test-submission.ts'
import { startWitnessProcess, type WitnessProcess } from '@parley/world/test-witness.ts'

const grow = async (log: SimulatedLog, size: number): Promise<void> => {
  while (log.tree.size() < size) openPerson(log)
  await checkpoint(log)
}

const until = async (fact: () => Promise<boolean> | boolean, what: string, msMax = 15_000): Promise<void> => {
  const late = performance.now() + msMax
  while (!(await fact())) {
    assert.ok(performance.now() < late, what)
    await wait(30)
  }
}

const ends: (() => Promise<void>)[] = []
after(() => Promise.all(ends.map((end) => end())))

const mirrorOf = async (log: SimulatedLog): Promise<{ served: ServedLog; mirror: WitnessProcess }> => {
  const served = await serveLog(logFiles(log))
  const mirror = await startWitnessProcess([`${formatVerifierKey(log.log.key)}@${served.url}`], {
    more: ['--mirror', '--poll', '0.05']
  })
  ends.push(mirror.close, served.close)
  return { served, mirror }
}

const ask = (log: SimulatedLog, mirror: WitnessProcess, tag: string, size?: number): Promise<Response> =>
  fetch(`${mirror.url}/${hashOf(log.origin)}/tag/${tag}${size === undefined ? '' : `?size=${size}`}`)

const answerOf = async (log: SimulatedLog, mirror: WitnessProcess, tag: string, size?: number) => {
  const response = await ask(log, mirror, tag, size)
  const text = await response.text()
  assert.equal(response.status, 200, text)
  const note = parseNote(text)
  const answer = note && parseTagAnswer(note.text)
  assert.ok(note && answer)
  assert.equal((await verifyNote(note, [parseVerifierKey(mirror.mirrorVkey)!])).good.length, 1)
  return { text, ...answer }
}

const tagIn = ({ logged }: SimulatedLog, index: number): string => toHex(parseEntry(logged[index]!.entry)!.tags[0]!)
const nowhere = '0'.repeat(32)

/** The proof, once it is there. */
const contradiction = async (log: SimulatedLog, { folder }: WitnessProcess) => {
  const path = join(folder, 'contradictions', `${hashOf(log.origin)}.json`)
  await until(() => existsSync(path), 'the mirror reports a contradiction')
  return JSON.parse(readFileSync(path, 'utf8')) as { what: string; checkpoints: string[]; entries?: unknown[] }
}

const isQuiet = (log: SimulatedLog, { folder }: WitnessProcess): boolean =>
  !existsSync(join(folder, 'contradictions', `${hashOf(log.origin)}.json`))

/** Same key and beginning, another continuation. */
const forkOf = async (log: SimulatedLog, split: number): Promise<SimulatedLog> => {
  const fresh = await startLog('fork of it')
  const fork = { ...log, random: fresh.random, tree: fresh.tree, logged: log.logged.slice(0, split), checkpoints: [] }
  for (const { leafHash } of fork.logged) fork.tree.append(leafHash)
  return fork
}

let stage: Stage
let first: { served: ServedLog; mirror: WitnessProcess }
before(async () => {
  stage = await setStage()
  await grow(stage.log, 700)
  first = await mirrorOf(stage.log)
})

test('a tag is answered with its index, and one that is nowhere with absent, for the largest tree and earlier ones', async () => {
  const { log } = stage
  const { mirror } = first
  await until(async () => (await answerOf(log, mirror, nowhere)).size === 700, 'all entries are taken')
  for (const index of [0, 255, 256, 699])
    assert.deepEqual((await answerOf(log, mirror, tagIn(log, index))).indexes, [index])
  assert.deepEqual((await answerOf(log, mirror, nowhere)).indexes, [])
  assert.deepEqual((await answerOf(log, mirror, tagIn(log, 500), 501)).indexes, [500])
  const before = await answerOf(log, mirror, tagIn(log, 500), 500)
  assert.deepEqual([before.indexes, toHex(before.root)], [[], toHex(log.tree.hash({ start: 0, end: 500 }))])
})

test('growth over the edge of tiles is followed, and a size that was just published is answered at once', async () => {
  const { log } = stage
  for (const size of [701, 767, 768, 769, 1100]) {
    await grow(log, size)
    first.served.files = logFiles(log)
    assert.deepEqual((await answerOf(log, first.mirror, tagIn(log, size - 1), size)).indexes, [size - 1])
  }
  assert.equal((await ask(log, first.mirror, nowhere, 5000)).status, 404)
  assert.equal((await ask(log, first.mirror, nowhere.slice(1))).status, 404)
  assert.equal((await ask(log, first.mirror, nowhere, -1)).status, 400)
})

test('the verifier takes the answers as proof that no entry follows, and catches evidence that leaves one out', async () => {
  const { mirror } = first
  const bundle = await evidenceOf(stage)
  first.served.files = logFiles(stage.log)
  const size = stage.log.tree.size()
  const tagsFor = async (bent: typeof bundle): Promise<string[]> => {
    const parties = bent.sequences.filter(({ of }) => of !== 'grant')
    return Promise.all(
      parties.map(async ({ months }) => {
        const [month = '', key = ''] = Object.entries(months).at(-1) ?? []
        assert.equal(month, monthOf(stage.log.nowMs))
        const tag = tagOf(new Uint8Array(Buffer.from(key, 'base64')), stage.ana.members.length + 1)
        assert.deepEqual(tag, tagOf(periodKey(stage.ana.k, month), stage.ana.members.length + 1))
        return (await answerOf(stage.log, mirror, toHex(tag), size)).text
      })
    )
  }
  const trust = { mirrors: [parseVerifierKey(mirror.mirrorVkey)!] }
  const honest = await judge(stage, { ...bundle, tags: await tagsFor(bundle) }, trust)
  assert.deepEqual(
    honest.findings.filter(({ check }) => check === 'V15'),
    []
  )
  assert.equal(honest.verdict, 'valid')
  await cutTail({ stage, bundle })
  const cut = await judge(stage, { ...bundle, tags: await tagsFor(bundle) }, trust)
  assert.ok(cut.findings.some(({ check, level }) => check === 'V15' && level === 'violation'))
})

test('a log that is away or answers nonsense for a while is no contradiction', async () => {
  const { log } = stage
  const { mirror, served } = first
  for (const instead of [
    { status: 500, bytes: new Uint8Array() },
    { status: 200, bytes: new Uint8Array(1000) },
    { status: 404, bytes: new Uint8Array() }
  ]) {
    served.instead = instead
    const before = served.requests()
    await until(() => served.requests() > before + 5, 'it is asked')
  }
  served.instead = undefined
  await grow(log, 1200)
  served.files = logFiles(log)
  assert.equal((await answerOf(log, mirror, nowhere, 1200)).size, 1200)
  assert.ok(isQuiet(log, mirror))
})

test('a mirror that is killed while it reads goes on where it was', async () => {
  const log = await startLog('long')
  await grow(log, 20_000)
  const { mirror } = await mirrorOf(log)
  for (let kill = 0; kill < 4; kill++) {
    await wait(60 + 90 * kill)
    await mirror.kill()
    await mirror.restart()
  }
  await until(async () => (await answerOf(log, mirror, nowhere)).size === 20_000, 'all entries are taken', 30_000)
  for (const index of [0, 4095, 4096, 12_345, 19_999])
    assert.deepEqual((await answerOf(log, mirror, tagIn(log, index))).indexes, [index])
  assert.ok(isQuiet(log, mirror))
})

test('an entry that changes is noticed, said, and ends the signatures for that log', async () => {
  const log = await startLog('changed')
  await grow(log, 300)
  const { mirror, served } = await mirrorOf(log)
  await until(async () => (await answerOf(log, mirror, nowhere)).size === 300, 'all entries are taken')
  assert.equal((await post(mirror.url, await submissionOf(log, 0, 300))).status, 200)
  const path = 'tile/entries/000'
  const bundle = Uint8Array.from(served.files.get(path)!)
  bundle[40]! ^= 1
  served.files.set(path, bundle)
  const { what } = await contradiction(log, mirror)
  assert.match(what, /^Entry 0 is not what it was\.$/)
  await until(() => mirror.said.some((line) => line.includes('CONTRADICTION')), 'it says so')
  await grow(log, 301)
  assert.equal((await post(mirror.url, await submissionOf(log, 300, 301))).status, 403)
  assert.match(await (await fetch(mirror.url)).text(), /CONTRADICTED/)
  // What it knows of the time before, it still answers.
  assert.deepEqual((await answerOf(log, mirror, tagIn(log, 7))).indexes, [7])
})

test('a tile that changes is noticed', async () => {
  const log = await startLog('changed tile')
  await grow(log, 300)
  const { mirror, served } = await mirrorOf(log)
  await until(async () => (await answerOf(log, mirror, nowhere)).size === 300, 'all entries are taken')
  const tile = Uint8Array.from(served.files.get('tile/1/000.p/1')!)
  tile[3]! ^= 1
  served.files.set('tile/1/000.p/1', tile)
  assert.match((await contradiction(log, mirror)).what, /^tile\/1\/000\.p\/1 is not what it was\.$/)
})

test('a tag that stands twice is proved with both entries', async () => {
  const log = await startLog('twice')
  await grow(log, 20)
  const again = { ...log.logged[3]! }
  log.tree.append(again.leafHash)
  log.logged.push(again)
  await grow(log, 30)
  const { mirror } = await mirrorOf(log)
  const { what, entries } = await contradiction(log, mirror)
  assert.match(what, /^One tag stands at 3 and at 20\.$/)
  assert.equal(entries?.length, 2)
})

test('a log that goes on from another history is caught with two of its own signatures', async () => {
  const log = await startLog('two histories')
  await grow(log, 300)
  const { mirror, served } = await mirrorOf(log)
  await until(async () => (await answerOf(log, mirror, nowhere)).size === 300, 'all entries are taken')
  const fork = await forkOf(log, 280)
  await grow(fork, 340)
  served.files = logFiles(fork)
  const { checkpoints } = await contradiction(log, mirror)
  assert.deepEqual(
    checkpoints.map((note) => note.split('\n')[1]),
    ['300', '340']
  )
})

test('a log that shrinks to another history is caught', async () => {
  const log = await startLog('shrunk')
  await grow(log, 300)
  const { mirror, served } = await mirrorOf(log)
  await until(async () => (await answerOf(log, mirror, nowhere)).size === 300, 'all entries are taken')
  // An old checkpoint out of some cache is not one.
  served.files.set('checkpoint', new TextEncoder().encode(await signedCheckpoint(log, 290)))
  const before = served.requests()
  await until(() => served.requests() > before + 4, 'it is asked')
  assert.ok(isQuiet(log, mirror))
  const fork = await forkOf(log, 200)
  await grow(fork, 250)
  served.files = logFiles(fork)
  assert.match((await contradiction(log, mirror)).what, /another root for its first 250 entries/)
})

test('a log that shows the witness something else than everybody is caught', async () => {
  const log = await startLog('split view')
  await grow(log, 100)
  const fork = await forkOf(log, 90)
  await grow(fork, 95)
  const { mirror } = await mirrorOf(log)
  await until(async () => (await answerOf(log, mirror, nowhere)).size === 100, 'all entries are taken')
  assert.equal((await post(mirror.url, await submissionOf(fork, 0, 95))).status, 200)
  const { what, checkpoints } = await contradiction(log, mirror)
  assert.match(what, /another root for its first 95 entries than it shows at its address/)
  assert.equal(checkpoints.length, 2)
})
