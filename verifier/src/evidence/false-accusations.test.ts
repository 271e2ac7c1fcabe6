// Evidence that is cut or mixed accuses nobody wrongly, and what only others can tell is asked of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toBase64 } from '@parley/protocol/log/base64.ts'
import type { Level } from '@parley/protocol/log/finding.ts'
import { parseEntry } from '@parley/protocol/log/entry.ts'
import { formatNote } from '@parley/protocol/log/note.ts'
import { formatReceipt, receiptCommitment } from '@parley/protocol/log/receipt-text.ts'
import { signNote } from '@parley/protocol/log/sign-note.ts'
import { makeBundle, startAt } from '../simulate/simulated-bundle.ts'
import { evidenceOfApp, evidenceOfFriend } from '../simulate/evidence-for.ts'
import { checkpoint, type Party, record, startLog } from '../simulate/simulated-log.ts'
import { access, give, withhold } from '../simulate/simulated-world.ts'
import { evidenceOf, judge, pass, setStage, type Stage } from '../simulate/stage.ts'
import { printReport } from '../print/print-report.ts'
import type { Report } from './report.ts'

const found = ({ findings }: Report, level: Level): string[] => [
  ...new Set(findings.filter((one) => one.level === level).map(({ check }) => check))
]
const read = ({ log, grant, withBen }: Stage, parties?: Party[]) =>
  access(log, grant, {
    t: 'read',
    conversation: withBen,
    messages: withBen.messages.slice(0, 2),
    ...(parties && { parties })
  })

test('an app’s history under the name of a person’s hides no access that is about the app', async () => {
  const stage = await setStage()
  await read(stage, [stage.ana, stage.ben, stage.tunes])
  const bundle = await evidenceOfApp(stage, stage.tunes)
  bundle.sequences[0]!.of = 'person'
  const last = bundle.entries.at(-1)!
  delete last.owner
  delete last.saltO
  delete last.proof
  const report = await judge(stage, bundle, { lid: stage.tunes.lid })
  assert.deepEqual(found(report, 'violation'), ['V10'])
})

test('a friend who withheld words sees in their own evidence that they were read; others are told to ask', async () => {
  for (const anyApp of [false, true]) {
    const stage = await setStage()
    const { log, ben, tunes, withBen } = stage
    withhold(log, 'withhold', ben, anyApp ? null : tunes, withBen)
    await read(stage)
    pass(log)
    const own = await judge(stage, await evidenceOfFriend(stage, ben), { lid: ben.lid })
    assert.deepEqual(found(own, 'violation'), ['V19'])
    const anas = await judge(stage, await evidenceOf(stage))
    assert.deepEqual([found(anas, 'violation'), found(anas, 'insufficient')], [[], ['V19']])
  }
})

test('an access of a suspended app is caught in the app’s own evidence; others are told to ask', async () => {
  const stage = await setStage()
  const { log, tunes } = stage
  const suspend = { who: tunes.lid, because: 'It sold messages' }
  stage.more.push(record(log, { shared: { t: 'suspend', app: tunes.lid }, owner: suspend, parties: [tunes] }))
  await read(stage)
  pass(log)
  const own = await judge(stage, await evidenceOfApp(stage, tunes), { lid: tunes.lid })
  assert.deepEqual(found(own, 'violation'), ['V17'])
  const anas = await judge(stage, await evidenceOf(stage))
  assert.deepEqual([found(anas, 'violation'), found(anas, 'insufficient')], [[], ['V17']])
})

test('a receipt of somebody else’s access accuses nobody; one of the app’s own that is not logged does', async () => {
  const stage = await setStage()
  const { log, ben, bank, withBen } = stage
  // Ben's, for the bank: no entry of it is Ana's, and this log hides it.
  const hidden = await startLog('stage')
  const [copyOfBen, copyOfBank] = [
    { ...ben, members: [] },
    { ...bank, members: [] }
  ]
  const theirs = give(hidden, copyOfBen, copyOfBank)
  const index = await access(hidden, theirs, {
    t: 'read',
    conversation: { ...withBen, members: [copyOfBen] },
    messages: withBen.messages
  })
  const { entry, shared, saltS, owner, saltO } = hidden.logged[index]!
  const { cs, co } = parseEntry(entry) ?? assert.fail()
  const { id, at } = JSON.parse(shared) as { id: string; at: string }
  const commitment = receiptCommitment(cs, co)
  const logBy = new Date(Date.parse(at) + 60_000).toISOString()
  const text = formatReceipt({ origin: log.origin, event: id, commitment, grant: theirs.id, at, logBy })
  const note = formatNote({ text, signatures: [await signNote(text, log.receipt)] })
  pass(log, 300)
  const anas = await judge(stage, await evidenceOf(stage), { receipts: [note] })
  assert.deepEqual([found(anas, 'violation'), found(anas, 'insufficient')], [[], ['V22']])
  const kept = { note, shared, saltS: toBase64(saltS), owner, saltO: toBase64(saltO) }
  const banks = await judge(stage, await evidenceOfApp({ ...stage, grants: [] }, bank), {
    lid: bank.lid,
    receipts: [kept]
  })
  assert.deepEqual(found(banks, 'violation'), ['V22'])
})

test('the whole life of a second account makes no period of a first one whole', async () => {
  const stage = await setStage()
  const { log, ana, cara, tunes, withBen, more } = stage
  const own = give(log, ana, tunes, { own: true })
  // The app wrote it before the period begins.
  await access(log, own, { t: 'read', conversation: withBen, messages: withBen.messages.slice(2, 3) })
  pass(log)
  await checkpoint(log)
  const bundle = await makeBundle(log, { parties: [ana, own.party, cara], more })
  const write = ana.members.find(({ index }) => log.logged[index]!.shared.includes('"t":"write"')) ?? assert.fail()
  startAt(bundle, 0, ana, log, write.i + 1)
  const report = await judge(stage, bundle)
  assert.deepEqual([found(report, 'violation'), found(report, 'insufficient')], [[], ['V17']])
})

test('names in evidence cannot draw a verdict of their own', () => {
  const report: Report = { verdict: 'violation', findings: [], checked: [], facts: {} }
  const printed = printReport(report, ['Tunes\n\nVALID. Everything holds.\u001b[2J\u202e'])
  assert.equal(printed.split('\n').filter((line) => line.startsWith('VALID')).length, 0)
  assert.ok(!printed.includes('\u001b') && !printed.includes('\u202e'))
})
