// Whoever bends the database, the log, a file or a receipt is caught, by the check that is named for it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parseCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { checks, type Finding } from '@parley/protocol/log/finding.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { makeEd25519Signer } from '@parley/protocol/log/sign-note.ts'
import { signatureTypes } from '@parley/protocol/log/verifier-key.ts'
import { openTestDatabase, type TestDatabase } from '@parley/world/test-database.ts'
import { openSql, type Sql, type Tx } from '../src/base/sql.ts'
import { type EvidenceHistory, startHistory } from './evidence-history.ts'
import type { TamperCase } from './tamper-case.ts'
import { casesOfFiles } from './tamper-file.ts'
import { casesOfInvention } from './tamper-invented.ts'
import { casesOfLog } from './tamper-log.ts'
import { casesOfLogged } from './tamper-logged.ts'
import { TamperStage, type Whose, type Witness } from './tamper-stage.ts'
import { casesOfWaiting } from './tamper-waiting.ts'

let database: TestDatabase
let sql: Sql
let all: EvidenceHistory
let witness: Witness

/** Keeps entries waiting, as a sequencer elsewhere that is at it would. */
const holdSequencer = async (): Promise<() => Promise<void>> => {
  const [held, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const holding = sql.begin(async (tx) => {
    await tx`select from log.state for update`
    held.resolve()
    await released.promise
  })
  await held.promise
  return async () => {
    released.resolve()
    await holding
  }
}

before(async () => {
  database = await openTestDatabase()
  sql = openSql(database.url, { max: 1, name: 'test' })
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  const signer = await makeEd25519Signer('witness.example/w1', pair, signatureTypes.ed25519Cosignature.byte)
  all = await startHistory({}, database)
  const { parley } = all
  await all.past()
  await all.caughtUp()
  const release = await holdSequencer()
  await all.present()
  const rows = await parley.sql<
    { id: string; lid: string }[]
  >`select owner_id as id, log.lid(owner_id) as lid from log.party`
  const lids = new Map(rows.map(({ id, lid }) => [id, lid]))
  lids.set('ana', lids.get(all.ana.id)!)
  const [row] = await parley.sql<{ note: string }[]>`select note from log.checkpoint order by size desc limit 1`
  const { size, root } = parseCheckpoint(parseNote(row!.note)!.text)!
  witness = { signer, seen: { size, root }, lids }
  const stage = new TamperStage(parley.sql, parley.log, all, witness)
  await stage.cosign()
  await parley.close()
  await release()
})
after(async () => {
  await sql.end()
  await database.drop()
})

class Undo extends Error {}

/** A transaction in which other transactions are savepoints. */
const within = (tx: Tx): Sql =>
  Object.assign((...args: [never]) => tx(...args), tx, {
    begin: (...args: unknown[]) => tx.savepoint(args.at(-1) as (inner: Tx) => Promise<unknown>)
  }) as unknown as Sql

/** Whatever is done to the database there is undone afterwards. */
const inCopy = async (work: (stage: TamperStage) => Promise<void>): Promise<void> => {
  const undone = sql.begin(async (tx) => {
    const copy = Object.assign(Object.create(Object.getPrototypeOf(all) as object), all, { ana: { ...all.ana } })
    await work(new TamperStage(within(tx), all.parley.log, copy as EvidenceHistory, witness))
    throw new Undo()
  })
  await undone.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error
  })
}

const findingsOf = (stage: TamperStage, one: TamperCase): Promise<Finding[]> =>
  one.whose === 'log' ? stage.judgeLog() : ofEvidence(stage, one, one.whose)

const ofEvidence = async (stage: TamperStage, { bend, text, trust }: TamperCase, whose: Whose): Promise<Finding[]> => {
  const bundle = await stage.evidence(whose)
  // An app brings the receipts that it kept.
  if (stage.receipts.length === 0 && (whose === 'tunes' || whose === 'films')) {
    const events = new Set(
      (
        await stage.sql<{ id: string }[]>`
      select event_id as id from log.entry where app_id = ${all[whose === 'tunes' ? 'films' : 'tunes'].id}`
      ).map(({ id }) => id)
    )
    stage.receipts = all.receipts.filter((note) => !events.has(note.split('\n')[1]!))
  }
  await bend?.(bundle, stage)
  const file = JSON.stringify(bundle)
  return stage.judge(text ? text(file) : file, { ...stage.trust(whose), ...trust?.(stage) })
}

const isBad = ({ level }: Finding): boolean => level !== 'remark'

test('before anybody bends anything, nobody is accused', async () => {
  await inCopy(async (stage) => {
    await stage.sequence()
    assert.deepEqual((await stage.judgeLog()).filter(isBad), [])
    for (const whose of ['ana', 'ben', 'cara', 'tunes', 'films'] as const) {
      stage.receipts = []
      assert.deepEqual((await ofEvidence(stage, {} as TamperCase, whose)).filter(isBad), [], whose)
    }
  })
})

const cases = [...casesOfWaiting, ...casesOfInvention, ...casesOfLogged, ...casesOfLog, ...casesOfFiles]

test('there are a hundred ways, each with its own name, and no check that none of them needs', () => {
  assert.ok(cases.length >= 100)
  assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length)
  assert.deepEqual(new Set(cases.map(({ check }) => check)), new Set(Object.keys(checks)))
})

for (const one of cases) {
  const { name, whose, check, level = 'violation' } = one
  test(`${name}: ${check} in the evidence of ${whose}`, () =>
    inCopy(async (stage) => {
      await one.before?.(stage)
      await stage.sequence(one.signedAfterMs)
      await one.after?.(stage)
      const findings = await findingsOf(stage, one)
      const isCaught = findings.some((found) => found.check === check && found.level === level)
      assert.ok(isCaught, JSON.stringify(findings.slice(0, 9), null, 1))
    }))
}
