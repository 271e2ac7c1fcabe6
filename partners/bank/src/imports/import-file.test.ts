// Tests of taking files: once, whole, in bounded memory, and for the people whose accounts they are of.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type NewTransfer, writeCamt } from '../camt/write-camt.ts'
import { schema } from '../schema.ts'
import { importFile, type Origin, sweepImports } from './import-file.ts'
import { openInbox } from './inbox.ts'
import { listLeftOut, listReports, type Report } from './report.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const folder = mkdtempSync(join(tmpdir(), 'bank-import-'))
after(() => rmSync(folder, { recursive: true }))

const anas = 'GB20HARB60161310000001'
const bens = 'GB90HARB60161310000002'
const open = (name = ':memory:'): DatabaseSync => {
  const db = new DatabaseSync(name)
  db.exec(`pragma journal_mode = wal; create table if not exists person (id text primary key) strict; ${schema}`)
  db.exec(`insert or ignore into person values ('ana'), ('ben');
    insert or ignore into account values ('ana', '${anas}', 1), ('ben', '${bens}', 2)`)
  return db
}
const transfer = (over: Partial<NewTransfer> = {}): NewTransfer => ({
  account: anas,
  amount: { value: '12.50', currency: 'EUR' },
  payee: 'Ben Okafor',
  payeeAccount: 'CH9300762011623852957',
  endToEnd: 'Lunch',
  servicerRef: 'HB1',
  at: '2026-03-04T10:00:00.000Z',
  ...over
})
const http: Origin = { source: 'http', name: 'test' }
async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
const take = (db: DatabaseSync, text: string, origin = http): Promise<Report> => importFile(db, pieces(text), origin)
const sums = ({ taken, reversals, known, leftOut }: Report): unknown => [
  taken,
  reversals,
  known,
  leftOut.map(({ reason, count }) => [reason, count])
]
const count = (db: DatabaseSync, table: string): unknown =>
  db.prepare(`select count(*) as n from ${table}`).get()?.['n']
const reversed = (db: DatabaseSync): unknown => db.prepare('select count(reversed_by) as n from booking').get()?.['n']
const noRefs = (text: string): string => text.replaceAll(/<AcctSvcrRef>[^<]*<\/AcctSvcrRef>/g, '')
const entriesOf = (text: string): string => /<Ntry>[^]*<\/Ntry>/.exec(text)![0]
const withEntries = (...entries: string[]): string =>
  writeCamt(transfer()).replace(/<Ntry>[^]*<\/Ntry>/, entries.join(''))

test('the same file and the same entry in another file are taken once', async () => {
  const db = open()
  const file = writeCamt(transfer())
  assert.deepEqual(sums(await take(db, file)), [1, 0, 0, []])
  assert.deepEqual(sums(await take(db, file)), [0, 0, 1, []])
  const other = withEntries(entriesOf(file), entriesOf(file), entriesOf(writeCamt(transfer({ servicerRef: 'HB2' }))))
  assert.deepEqual(sums(await take(db, other)), [1, 0, 2, []])
  assert.equal(count(db, 'booking'), 2)
})

test('an entry without any reference of the bank is known again, and two equal ones in a file are two', async () => {
  const db = open()
  const entry = noRefs(entriesOf(writeCamt(transfer({ endToEnd: undefined }))))
  assert.deepEqual(sums(await take(db, withEntries(entry, entry))), [2, 0, 0, []])
  assert.deepEqual(sums(await take(db, withEntries(entry, entry))), [0, 0, 2, []])
  assert.deepEqual(sums(await take(db, withEntries(entry))), [0, 0, 1, []])
})

test('other money under known references is a conflict, and what is known stays', async () => {
  const db = open()
  await take(db, writeCamt(transfer()))
  const other = transfer({ amount: { value: '99.00', currency: 'EUR' } })
  assert.deepEqual(sums(await take(db, writeCamt(other))), [0, 0, 0, [['conflict', 1]]])
  assert.deepEqual({ ...db.prepare('select value from booking').get() }, { value: '12.50' })
})

test('entries of accounts that nobody has here are counted and not kept', async () => {
  const db = open()
  const report = await take(db, writeCamt(transfer({ account: 'DE89370400440532013000' })))
  assert.deepEqual(sums(report), [0, 0, 0, [['other_account', 1]]])
  assert.equal(count(db, 'booking'), 0)
  assert.deepEqual(
    listLeftOut(db, report.id, 10).map(({ entry, nth, reason }) => [entry, nth, reason]),
    [[1, 0, 'other_account']]
  )
})

test('who uploads a file gets nothing into the account of another', async () => {
  const db = open()
  const report = await take(db, writeCamt(transfer({ account: bens })), { source: 'upload', name: 'x', only: 'ana' })
  assert.deepEqual(sums(report), [0, 0, 0, [['other_account', 1]]])
  assert.deepEqual(
    listReports(db, 'ana', 10).map(({ id }) => id),
    [report.id]
  )
  assert.deepEqual(listReports(db, 'ben', 10), [])
})

test('a reversal finds its transfer, whichever comes first, and never becomes one', async () => {
  const back = writeCamt(transfer({ servicerRef: 'HB9', reversal: true, at: '2026-03-06T10:00:00.000Z' }))
  for (const order of [
    [writeCamt(transfer()), back],
    [back, writeCamt(transfer())]
  ] as const) {
    const db = open()
    for (const file of order) await take(db, file)
    assert.deepEqual(sums(await take(db, back)), [0, 0, 1, []])
    assert.equal(reversed(db), 1)
    assert.deepEqual(
      db
        .prepare('select kind from booking order by kind')
        .all()
        .map(({ kind }) => kind),
      ['reversal', 'transfer']
    )
  }
  const db = open()
  await take(db, writeCamt(transfer()))
  await take(db, back.replaceAll('CRDT', 'DBIT'))
  assert.equal(reversed(db), 1, 'banks that leave the indicator as it was')
})

test('a reversal of another amount, of another account, or of one of several is not guessed', async () => {
  const db = open()
  await take(db, writeCamt(transfer()))
  await take(
    db,
    writeCamt(transfer({ reversal: true, servicerRef: 'R1', amount: { value: '12.00', currency: 'EUR' } }))
  )
  await take(db, writeCamt(transfer({ reversal: true, servicerRef: 'R2', account: bens })))
  await take(db, writeCamt(transfer({ reversal: true, servicerRef: 'R3', endToEnd: undefined })))
  assert.equal(reversed(db), 0)
  await take(db, writeCamt(transfer({ servicerRef: 'HB2' })))
  await take(db, writeCamt(transfer({ reversal: true, servicerRef: 'R4' })))
  assert.equal(reversed(db), 0)
})

test('a bad file leaves nothing behind but its reason', async () => {
  const db = open()
  const good = entriesOf(writeCamt(transfer()))
  const entries = Array.from({ length: 1200 }, (_, i) => good.replaceAll('HB1', `HB${i}`))
  const file = withEntries(...entries)
  const report = await take(db, file.slice(0, -30))
  assert.equal(report.state, 'failed')
  assert.match(report.problem!, /not complete and well-formed XML\. Line \d+\.$/)
  assert.deepEqual([count(db, 'booking'), count(db, 'staged'), count(db, 'left_out')], [0, 0, 0])
  assert.deepEqual(sums(await take(db, file)), [1200, 0, 0, []])
})

test('a stream that breaks off is an error, and counts for nothing', async () => {
  const db = open()
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(writeCamt(transfer()).slice(0, -40))
    throw new Error('the line is gone')
  }
  await assert.rejects(importFile(db, broken(), http), /the line is gone/)
  assert.deepEqual([count(db, 'booking'), count(db, 'staged')], [0, 0])
})

test('what was being read when the app died is swept away', async () => {
  const db = open(join(folder, 'crash.sqlite'))
  db.exec(`insert into import (id, place, source, name, at, state) values ('i', 1, 'http', 'x', 0, 'running');
    insert into staged (import, key, person, entry, body) values ('i', 'k', 'ana', 1, '{}')`)
  sweepImports(db)
  assert.equal(count(db, 'staged'), 0)
  assert.match(db.prepare('select problem from import').get()!['problem'] as string, /stopped while it read/)
})

test('files that come at the same time do not mix', async () => {
  const db = open()
  const file = withEntries(
    ...Array.from({ length: 700 }, (_, i) => entriesOf(writeCamt(transfer({ servicerRef: `HB${i}` }))))
  )
  async function* slowly(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < file.length; at += 50_000) {
      yield Buffer.from(file.slice(at, at + 50_000))
      await new Promise(setImmediate)
    }
  }
  const reports = await Promise.all([
    importFile(db, slowly(), http),
    importFile(db, slowly(), http),
    take(db, file.slice(0, -9))
  ])
  assert.equal(count(db, 'booking'), 700)
  assert.equal(reports[0].taken + reports[1].taken, 700)
  assert.equal(reports[2].state, 'failed')
})

test('10,000 entries in one file, or in one batch, are taken in memory that does not grow with the file', async () => {
  const detail = /<TxDtls>[^]*<\/TxDtls>/
  const one = entriesOf(writeCamt(transfer())).replace(
    '</Ntry>',
    `<AddtlNtryInf>${'x'.repeat(500)}</AddtlNtryInf></Ntry>`
  )
  const [head, tail] = withEntries('@').split('@') as [string, string]
  for (const shape of ['entries', 'batch']) {
    const db = open(join(folder, `${shape}.sqlite`))
    let top = 0
    let bytes = 0
    async function* file(): AsyncGenerator<Uint8Array> {
      const [before, after] = shape === 'batch' ? one.split(detail) : ['', '']
      const each = shape === 'batch' ? detail.exec(one)![0] : one
      yield Buffer.from(head + before)
      for (let i = 0; i < 10_000; i++) {
        const piece = Buffer.from(each.replaceAll('HB1', `HB${i}`))
        bytes += piece.length
        yield piece
        if (i % 500 === 499) {
          collect()
          top = Math.max(top, process.memoryUsage().heapUsed)
        }
      }
      yield Buffer.from(after + tail)
    }
    collect()
    const before = process.memoryUsage().heapUsed
    const began = performance.now()
    const report = await importFile(db, file(), http)
    const grown = (top - before) / 1024 / 1024
    console.log(
      `${shape}: ${(bytes / 1e6).toFixed(1)} MB in ${Math.round(performance.now() - began)} ms, heap at most ${grown.toFixed(1)} MB above`
    )
    assert.deepEqual(sums(report), [10_000, 0, 0, []])
    assert.ok(grown < 32, `${grown} MB`)
    db.close()
  }
})

test('the watched folder takes complete files once, moves them, says why not, and goes on after a restart', async () => {
  const db = open()
  const inbox = join(folder, 'inbox')
  const troubles: unknown[] = []
  const start = () =>
    openInbox(
      inbox,
      (file, name) => importFile(db, file, { source: 'folder', name }),
      (error) => troubles.push(error),
      { everyMs: 10, settledMs: 60 }
    )
  const until = async (is: () => boolean): Promise<void> => {
    for (let looks = 0; !is(); looks++) {
      assert.ok(looks < 400, readdirSync(inbox).join())
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  const files = (state: string): string[] =>
    readdirSync(join(inbox, state))
      .map((name) => name.slice(name.indexOf(' ') + 1))
      .sort()
  let running = start()
  const text = writeCamt(transfer())
  writeFileSync(join(inbox, 'a.xml'), text.slice(0, 300))
  await new Promise((resolve) => setTimeout(resolve, 30))
  writeFileSync(join(inbox, 'a.xml'), text)
  await until(() => files('done').length === 2)
  assert.deepEqual(files('done'), ['a.xml', 'a.xml.report.json'])
  writeFileSync(join(inbox, 'a.xml'), text)
  writeFileSync(join(inbox, 'b.xml'), '<Document/>')
  writeFileSync(join(inbox, '.hidden'), text)
  writeFileSync(join(inbox, 'c.xml.part'), text)
  mkdirSync(join(inbox, 'folder'))
  await until(() => files('done').length === 4 && files('failed').length === 2)
  assert.deepEqual(files('failed'), ['b.xml', 'b.xml.reason.txt'])
  const reason = readdirSync(join(inbox, 'failed')).find((name) => name.endsWith('.txt'))!
  assert.match(readFileSync(join(inbox, 'failed', reason), 'utf8'), /^The file is no camt\.054/)
  await running.close()
  renameSync(join(inbox, 'c.xml.part'), join(inbox, 'c.xml'))
  assert.equal(count(db, 'booking'), 1)
  running = start()
  await until(() => files('done').length === 6)
  await running.close()
  assert.equal(count(db, 'booking'), 1)
  assert.deepEqual(readdirSync(inbox).sort(), ['.hidden', 'done', 'failed', 'folder'])
  assert.deepEqual(troubles, [])
})
