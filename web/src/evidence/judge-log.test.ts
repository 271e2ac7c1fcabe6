// Facts about what the browser's own check of the log lets through and what it does not.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { tilePath } from '@parley/protocol/log/tile-path.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { logFiles } from '@parley/verifier/simulate/log-files.ts'
import { checkpoint, type SimulatedLog, startLog } from '@parley/verifier/simulate/simulated-log.ts'
import { openPerson } from '@parley/verifier/simulate/simulated-world.ts'
import type { Check } from './check.ts'
import { comparePolicies } from './compare-policies.ts'
import { judgeLog } from './judge-log.ts'
import type { KnownLog } from './known-log.ts'

const startSome = async (seed: string): Promise<SimulatedLog> => {
  const log = await startLog(seed)
  for (let entry = 0; entry < 7; entry++) openPerson(log)
  await checkpoint(log)
  return log
}

const policyOf = ({ log, witnesses }: SimulatedLog, quorum = 'all'): string =>
  [
    `log ${formatVerifierKey(log.key)}`,
    ...witnesses.map(({ key }, at) => `witness w${at} ${formatVerifierKey(key)}`),
    `group all ${quorum} ${witnesses.map((_, at) => `w${at}`).join(' ')}`,
    'quorum all',
    ''
  ].join('\n')

const tilesOf = (log: SimulatedLog) => {
  const files = logFiles(log)
  return (tile: Parameters<typeof tilePath>[0]): Uint8Array => {
    const bytes = files.get(tilePath(tile))
    if (!bytes) throw new RangeError('No such tile')
    return bytes
  }
}

const firstLookAt = (log: SimulatedLog): KnownLog => ({
  since: '2026-10-30T08:00:00.000Z',
  policy: policyOf(log),
  lids: {}
})

const look = (log: SimulatedLog, known: KnownLog, note = log.checkpoints.at(-1)!.note, isHead = true) =>
  judgeLog(known, note, { readTile: tilesOf(log), nowMs: log.nowMs + 5000, isHead })

const marks = (checks: Check[]): string[] => checks.map(({ name, mark }) => `${name} ${mark}`)
const bad = (checks: Check[]): string[] => checks.flatMap(({ mark, text }) => (mark === 'bad' ? [text] : []))

let honest: SimulatedLog
before(async () => {
  honest = await startSome('log')
})

test('a log that grew holds, and the largest checkpoint is remembered', async () => {
  const log = await startSome('growing')
  const first = await look(log, firstLookAt(log))
  assert.deepEqual(marks(first.checks), ['signature good', 'witnesses good', 'growth note'])
  assert.equal(first.checks[1]?.text, '2 of 2 witnesses signed, the last 4 seconds ago.')
  let { known } = first
  for (const more of [0, 1, 2, 300, 70, 256]) {
    for (let entry = 0; entry < more; entry++) openPerson(log)
    await checkpoint(log)
    const again = await look(log, known)
    assert.deepEqual(bad(again.checks), [], `${more} more`)
    known = again.known
  }
  assert.equal(known.seen?.size, log.tree.size())
  assert.equal(known.alarm, undefined)
  const earlier = await look(log, known, log.checkpoints[0]!.note, false)
  assert.deepEqual(bad(earlier.checks), [], 'what came with a line may be a little older')
  assert.equal(earlier.known.seen?.size, log.tree.size())
})

test('a log that became smaller is an alarm that is kept', async () => {
  const log = await startSome('smaller')
  const before = log.checkpoints.at(-1)!.note
  openPerson(log)
  const { note } = await checkpoint(log)
  const { known } = await look(log, firstLookAt(log), note)
  const rolledBack = await look(log, known, before)
  assert.match(bad(rolledBack.checks)[0]!, /never becomes smaller/)
  assert.equal(rolledBack.known.alarm?.kind, 'smaller')
  assert.deepEqual(rolledBack.known.alarm?.said, [note, before])
  assert.equal(rolledBack.known.seen?.note, note, 'what was seen is not forgotten')
  assert.equal((await look(log, rolledBack.known, note)).known.alarm?.kind, 'smaller', 'nor is the alarm')
})

test('a log with another past is an alarm, at the same size and at a larger one', async () => {
  const log = await startSome('forked')
  const { known } = await look(log, firstLookAt(log))
  const fork = async (more: number): Promise<SimulatedLog> => {
    const other = { ...(await startLog('fork')), log: log.log, witnesses: log.witnesses }
    while (other.tree.size() < log.tree.size() + more) openPerson(other)
    await checkpoint(other)
    return other
  }
  for (const more of [0, 1, 60]) {
    const { checks, known: after } = await look(await fork(more), known)
    assert.match(bad(checks)[0]!, /not a continuation/)
    assert.equal(after.alarm?.kind, 'forked')
    assert.equal(after.seen?.size, known.seen?.size)
  }
})

test('a log that hides its tree does not hold', async () => {
  const log = await startSome('hidden')
  const { known } = await look(log, firstLookAt(log))
  openPerson(log)
  const { note } = await checkpoint(log)
  const readTile = () => {
    throw new RangeError('No such tile')
  }
  const { checks } = await judgeLog(known, note, { readTile, nowMs: log.nowMs, isHead: true })
  assert.match(bad(checks)[0]!, /part of its tree is missing/)
})

test('a checkpoint signed with another key than the remembered one does not hold', async () => {
  const other = await startSome('other key')
  const { checks, checkpoint: judged } = await look(other, firstLookAt(honest))
  assert.deepEqual(marks(checks), ['signature bad'])
  assert.equal(judged, undefined)
})

test('a checkpoint that cannot be read, and one with a changed root, do not hold', async () => {
  const known = firstLookAt(honest)
  const note = honest.checkpoints.at(-1)!.note
  assert.deepEqual(marks((await look(honest, known, 'nothing')).checks), ['signature bad'])
  assert.deepEqual(marks((await look(honest, known, note.replace(/\n[0-9]+\n/, '\n5\n'))).checks), ['signature bad'])
})

test('too few witnesses, and none at all, are said', async () => {
  const log = honest
  const note = log.checkpoints.at(-1)!.note
  const withoutLast = `${note.trimEnd().split('\n').slice(0, -1).join('\n')}\n`
  const { checks } = await look(log, firstLookAt(log), withoutLast)
  assert.equal(bad(checks)[0], 'Only 1 of 2 witnesses signed, which is not enough.')
  const alone = { ...firstLookAt(log), policy: `log ${formatVerifierKey(log.log.key)}\nquorum none\n` }
  assert.deepEqual(marks((await look(log, alone)).checks), ['signature good', 'witnesses note', 'growth note'])
})

test('another log key and fewer witnesses are not taken for the same log', async () => {
  const [log, other] = [honest, await startSome('other log')]
  const known = policyOf(log)
  const key = formatVerifierKey(log.log.key)
  const [first] = log.witnesses
  const one = `log ${key}\nwitness w0 ${formatVerifierKey(first!.key)}\nquorum w0\n`
  assert.equal(comparePolicies(known, known), 'same')
  assert.equal(comparePolicies(known, policyOf({ ...log, log: other.log })), 'key')
  assert.equal(comparePolicies(known, policyOf({ ...log, witnesses: other.witnesses })), 'witnesses')
  assert.equal(comparePolicies(known, one), 'witnesses')
  assert.equal(comparePolicies(known, policyOf(log, 'any')), 'witnesses')
  assert.equal(comparePolicies(one, known), 'more')
  assert.equal(comparePolicies(`log ${key}\nquorum none\n`, known), 'more')
})
