// What a witness signs and what it refuses, asked over HTTP.
import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import { type SimulatedLog, startLog } from '@parley/verifier/simulate/simulated-log.ts'
import { openPerson } from '@parley/verifier/simulate/simulated-world.ts'
import { bodyOf, hashOf, post, signedCheckpoint, submissionOf } from '@parley/world/test-submission.ts'
import { startWitnessProcess, type WitnessProcess } from '@parley/world/test-witness.ts'

const grow = (log: SimulatedLog, size: number): void => {
  while (log.tree.size() < size) openPerson(log)
}

const [log, other] = [await startLog('witnessed'), await startLog('other', { origin: 'other.example/log1' })]
grow(log, 40)
let witness: WitnessProcess
before(async () => {
  witness = await startWitnessProcess([formatVerifierKey(log.log.key), formatVerifierKey(other.log.key)])
})
after(() => witness.close())

const cosigned = async (note: string, lines: string) => {
  const parsed = parseNote(note + lines)
  assert.ok(parsed)
  return verifyNote(parsed, [witness.key])
}

test('a log that was never signed has no checkpoint here', async () => {
  assert.equal((await fetch(`${witness.url}/${hashOf(log.origin)}/checkpoint`)).status, 404)
})

test('the first checkpoint is signed, and so is one that continues it', async () => {
  for (const [old, size] of [
    [0, 7],
    [7, 20],
    [20, 20]
  ] as const) {
    const { status, text } = await post(witness.url, await submissionOf(log, old, size))
    assert.equal(status, 200, text)
    const { good, bad } = await cosigned(await signedCheckpoint(log, size), text)
    assert.deepEqual([good.length, bad.length], [1, 0])
    assert.ok(Math.abs((good[0]?.timeSeconds ?? 0) * 1000 - Date.now()) < 10_000)
    assert.deepEqual(witness.key.type, 4)
  }
})

test('the latest checkpoint is given out with the signatures of log and witness', async () => {
  const answer = await fetch(`${witness.url}/${hashOf(log.origin)}/checkpoint`)
  const note = parseNote(await answer.text())
  assert.ok(note)
  const { good } = await verifyNote(note, [log.log.key, witness.key])
  assert.deepEqual(
    good.map(({ key }) => key.name),
    [log.origin, 'witness.example/w1']
  )
  assert.match(note.text, /^parley\.example\/log1\n20\n/)
})

test('another old size is answered with the size that was signed', async () => {
  for (const old of [0, 7, 19, 21]) {
    const answer = await post(witness.url, await submissionOf(log, old, 25))
    assert.deepEqual(answer, { status: 409, type: 'text/x.tlog.size', text: '20\n' })
  }
  const never = await post(witness.url, bodyOf(3, [], await signedCheckpoint(other, 0)))
  assert.equal(never.status, 400)
})

test('a proof that does not lead there is refused', async () => {
  const [, ...shorter] = (await submissionOf(log, 20, 25)).split('\n')
  assert.equal((await post(witness.url, ['old 20', ...shorter.slice(1)].join('\n'))).status, 422)
  const foreign = bodyOf(20, [hashLeaf(new Uint8Array(3))], await signedCheckpoint(log, 25))
  assert.equal((await post(witness.url, foreign)).status, 422)
  assert.equal((await post(witness.url, bodyOf(20, [], await signedCheckpoint(log, 25)))).status, 422)
  const notEmpty = bodyOf(20, [hashLeaf(new Uint8Array(3))], await signedCheckpoint(log, 20))
  assert.equal((await post(witness.url, notEmpty)).status, 422)
  const first = bodyOf(0, [hashLeaf(new Uint8Array(3))], await signedCheckpoint(other, 0))
  assert.equal((await post(witness.url, first)).status, 422)
})

test('an unknown log is not found, and a checkpoint that the log did not sign is forbidden', async () => {
  const stranger = await startLog('stranger', { origin: 'stranger.example/log1' })
  grow(stranger, 2)
  assert.equal((await post(witness.url, await submissionOf(stranger, 0))).status, 404)
  const impostor = await startLog('impostor')
  grow(impostor, 30)
  assert.equal((await post(witness.url, await submissionOf(impostor, 20))).status, 403)
  const good = await submissionOf(log, 20, 25)
  assert.equal((await post(witness.url, good.replace(/\n25\n/, '\n26\n'))).status, 403)
  // A line in the log's name that is not its signature makes the note malformed, whatever else is on it.
  const line = good.trimEnd().split('\n').at(-1) ?? ''
  const spoiled = `${line.slice(0, -6)}${line.at(-6) === 'A' ? 'B' : 'A'}${line.slice(-5)}`
  assert.equal((await post(witness.url, good.replace(line, spoiled))).status, 403)
})

test('signatures of others on a checkpoint are passed over and not kept', async () => {
  const body = await submissionOf(log, 20, 22)
  const foreign = (await signedCheckpoint(other, 0)).trimEnd().split('\n').at(-1)
  const { status } = await post(witness.url, `${body}${foreign}\n`)
  assert.equal(status, 200)
  const kept = await (await fetch(`${witness.url}/${hashOf(log.origin)}/checkpoint`)).text()
  assert.ok(!kept.includes('other.example'))
})

test('what is malformed is refused', async () => {
  const note = await signedCheckpoint(log, 25)
  const good = await submissionOf(log, 22, 25)
  const bad = [
    '',
    'old 22',
    note,
    good.replace('old 22', 'old 022'),
    good.replace('old 22', 'old -1'),
    good.replace('old 22', 'Old 22'),
    good.replace('old 22\n', 'old 22\nnot base64\n'),
    good.replace('\n', '\r\n'),
    good.replace('\n\n', '\n'),
    good.trimEnd(),
    bodyOf(26, [], note),
    bodyOf(
      22,
      Array.from({ length: 64 }, () => new Uint8Array(32)),
      note
    ),
    bodyOf(22, [new Uint8Array(31)], note)
  ]
  for (const body of bad) assert.equal((await post(witness.url, body)).status, 400, body)
  assert.equal((await post(witness.url, 'x'.repeat(300_000))).status, 413)
  assert.equal((await fetch(`${witness.url}/add-checkpoint`)).status, 404)
  assert.equal((await fetch(`${witness.url}/add-checkpoint`, { method: 'PUT', body: good })).status, 405)
})

test('of many requests for one log at once each size is signed in order', async () => {
  const sizes = [23, 24, 25, 26, 27, 28, 29, 30]
  const bodies = await Promise.all(sizes.map((size) => submissionOf(log, 22, size)))
  const answers = await Promise.all(bodies.map((body) => post(witness.url, body)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  assert.ok(answers.every(({ status, type }) => status === 200 || type === 'text/x.tlog.size'))
  const now = answers.find(({ status }) => status === 409)
  assert.equal((await post(witness.url, await submissionOf(log, Number(now?.text), 30))).status, 200)
})

test('its key is in a file that only its owner can read, and at an address', async () => {
  assert.equal(statSync(join(witness.folder, 'witness.key')).mode & 0o777, 0o600)
  assert.equal(await (await fetch(`${witness.url}/vkey`)).text(), `${witness.vkey}\n`)
  assert.match(await (await fetch(witness.url)).text(), /log parley\.example\/log1: signed 30 entries/)
})

test('a second process on the folder is refused, and another name too', async () => {
  const again = startWitnessProcess([formatVerifierKey(log.log.key)], { folder: witness.folder })
  await assert.rejects(again, /Another witness is running on/)
  await witness.kill()
  const renamed = startWitnessProcess([formatVerifierKey(log.log.key)], { folder: witness.folder, name: 'w.example/2' })
  await assert.rejects(renamed, /belongs to the name witness\.example\/w1/)
  await witness.restart()
  assert.equal(await (await fetch(`${witness.url}/vkey`)).text(), `${witness.vkey}\n`)
})

test('two roots for one size: neither is signed, both are kept, and the log gets no signature any more', async () => {
  const fork = { ...log, tree: (await startLog('fork')).tree, logged: [] }
  grow(fork, 30)
  const answer = await post(witness.url, bodyOf(30, [], await signedCheckpoint(fork, 30)))
  assert.deepEqual([answer.status, answer.type], [409, 'text/x.tlog.size'])
  assert.equal((await post(witness.url, await submissionOf(log, 30, 31))).status, 403)
  const path = join(witness.folder, 'contradictions', `${hashOf(log.origin)}.json`)
  const proof = JSON.parse(readFileSync(path, 'utf8')) as { checkpoints: string[] }
  const roots = proof.checkpoints.map((note) => note.split('\n').slice(1, 3))
  assert.deepEqual(
    roots.map(([size]) => size),
    ['30', '30']
  )
  assert.notEqual(roots[0]?.[1], roots[1]?.[1])
  await witness.kill()
  await witness.restart()
  assert.equal((await post(witness.url, await submissionOf(log, 30, 31))).status, 403)
  assert.ok(witness.said.some((line) => line.includes('CONTRADICTION in parley.example/log1')))
  // Another log is not to blame.
  assert.equal((await post(witness.url, await submissionOf(other, 0))).status, 200)
})
