// Tests of taking files: once, whole, in bounded memory, and for the people whose accounts they are of.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type NewTransfer, writeCamt } from '@parley/connectors/camt054/write-camt.ts'
import { type Inbox, openInbox, type Origin } from '@parley/connectors/inbox/open-inbox.ts'
import { schema } from '../schema.ts'
import { listLeftOut, listReports, readReport, type Report } from './report.ts'
import { takeFile } from './take-file.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const folder = mkdtempSync(join(tmpdir(), 'bank-import-'))
after(async () => {
  for (const inbox of inboxes.values()) await inbox.close()
  rmSync(folder, { recursive: true })
})

const anas = 'GB20HARB60161310000001'
const bens = 'GB90HARB60161310000002'
const open = (name = ':memory:'): DatabaseSync => {
  const db = new DatabaseSync(name)
  db.exec(`pragma journal_mode = wal; create table if not exists person (id text primary key) strict; ${schema}`)
  db.exec(`insert or ignore into person values ('ana'), ('ben');
    insert or ignore into account values (1, 'ana', '${anas}'), (2, 'ben', '${bens}')`)
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
const inboxes = new Map<DatabaseSync, Inbox<Report>>()
const inboxOf = (db: DatabaseSync): Inbox<Report> => {
  const trouble = (error: unknown): void => assert.fail(String(error))
  const inbox = openInbox({
    folder: mkdtempSync(join(folder, 'inbox-')),
    bytesMax: 1e9,
    take: (file) => takeFile(db, file),
    trouble,
    nowMs: Date.now
  })
  inboxes.set(db, inbox)
  return inbox
}
const importFile = (db: DatabaseSync, file: AsyncIterable<Uint8Array>, origin: Origin): Promise<Report> =>
  (inboxes.get(db) ?? inboxOf(db)).take(file, origin)
async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
const take = (db: DatabaseSync, text: string, origin = http): Promise<Report> => importFile(db, pieces(text), origin)
const sums = ({ transfer, reversal, known, leftOut }: Report): unknown => [
  transfer,
  reversal,
  known,
  Object.entries(leftOut)
]
const count = (db: DatabaseSync, table: string): unknown =>
  db.prepare(`select count(*) as n from ${table}`).get()?.['n']
const reversed = (db: DatabaseSync): unknown => db.prepare('select count(reverses) as n from booking').get()?.['n']
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
  assert.deepEqual(
    { ...db.prepare(`select said ->> '$.amount.value' as value from booking`).get() },
    { value: '12.50' }
  )
})

test('entries of accounts that nobody has here are counted and not kept', async () => {
  const db = open()
  const report = await take(db, writeCamt(transfer({ account: 'DE89370400440532013000' })))
  assert.deepEqual(sums(report), [0, 0, 0, [['other_account', 1]]])
  assert.equal(count(db, 'booking'), 0)
  assert.deepEqual(
    listLeftOut(db, report.id).items.map(({ entry, nth, reason }) => [entry, nth, reason]),
    [[1, 0, 'other_account']]
  )
})

test('who uploads a file gets nothing into the account of another', async () => {
  const db = open()
  const report = await take(db, writeCamt(transfer({ account: bens })), { source: 'upload', name: 'x', person: 'ana' })
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

const eur = (value: string) => ({ amount: { value, currency: 'EUR' } })

test('a reversal of a part belongs to the one transfer with its reference, until nothing of that is left', async () => {
  const db = open()
  await take(db, writeCamt(transfer({ reversal: true, servicerRef: 'R1', ...eur('2.00') })))
  await take(db, writeCamt(transfer()))
  assert.equal(reversed(db), 1, 'also when it came first')
  await take(db, writeCamt(transfer({ reversal: true, servicerRef: 'R2', ...eur('11.00') })))
  assert.equal(reversed(db), 1, 'more than what is left')
  await take(db, writeCamt(transfer({ reversal: true, servicerRef: 'R3', ...eur('10.50') })))
  assert.equal(reversed(db), 2)
  const another = { amount: { value: '2.00', currency: 'CHF' } }
  await take(db, writeCamt(transfer({ reversal: true, servicerRef: 'R4', ...another })))
  assert.equal(reversed(db), 2, 'of another currency')
  assert.equal(db.prepare(`select count(*) as n from booking where kind = 'transfer'`).get()?.['n'], 1)
})

test('a reversal of a part is not guessed where two transfers have its reference; one of the whole finds its own', async () => {
  const db = open()
  await take(db, writeCamt(transfer()))
  await take(db, writeCamt(transfer({ servicerRef: 'HB2', ...eur('30.00') })))
  await take(db, writeCamt(transfer({ reversal: true, servicerRef: 'R1', ...eur('2.00') })))
  assert.equal(reversed(db), 0)
  await take(db, writeCamt(transfer({ reversal: true, servicerRef: 'R2', ...eur('30.00') })))
  assert.equal(reversed(db), 1)
})

test('a reversal of more money, of another account, or of one of several is not guessed', async () => {
  const db = open()
  await take(db, writeCamt(transfer()))
  await take(db, writeCamt(transfer({ reversal: true, servicerRef: 'R1', ...eur('13.00') })))
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
  assert.deepEqual([count(db, 'booking'), count(db, 'left_out')], [0, 0])
  assert.deepEqual(sums(await take(db, file)), [1200, 0, 0, []])
})

test('a stream that breaks off is an error, and counts for nothing', async () => {
  const db = open()
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(writeCamt(transfer()).slice(0, -40))
    throw new Error('the line is gone')
  }
  await assert.rejects(importFile(db, broken(), http), /the line is gone/)
  assert.deepEqual([count(db, 'booking'), count(db, 'import')], [0, 0])
})

test('a file that was half taken shows as being taken, and the next try goes on where that was', async () => {
  const db = open()
  const entry = entriesOf(writeCamt(transfer()))
  const others = entriesOf(writeCamt(transfer({ account: 'DE89370400440532013000', servicerRef: 'X1' })))
  const path = join(folder, 'half.xml')
  const entries = Array.from({ length: 1299 }, (_, i) => entry.replaceAll('HB1', `HB${i}`))
  writeFileSync(path, withEntries(...entries, others.replace('BOOK', 'PDNG')))
  const ended = new AbortController()
  const file = { ...http, id: 'half', path, signal: ended.signal }
  const taking = takeFile(db, file)
  const looking = setInterval(() => {
    if (Number(count(db, 'booking')) > 0) ended.abort()
  }, 0)
  await assert.rejects(taking, { name: 'AbortError' })
  clearInterval(looking)
  const half = readReport(db, 'half')!
  assert.ok(half.state === 'running' && half.read > 0 && half.read < 1300, JSON.stringify(half))
  assert.equal(count(db, 'booking'), half.transfer)
  const whole = await takeFile(db, { ...file, signal: new AbortController().signal })
  assert.deepEqual([sums(whole), whole.state, whole.read], [[1299, 0, 0, [['pending', 1]]], 'done', 1300])
  assert.deepEqual(await takeFile(db, file), whole, 'what is done is not taken again')
  assert.equal(count(db, 'booking'), 1299)
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
  assert.equal(reports[0].transfer + reports[1].transfer, 700)
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
      }
      yield Buffer.from(after + tail)
    }
    collect()
    const before = process.memoryUsage().heapUsed
    const began = performance.now()
    let looks = 0
    const looking = setInterval(() => {
      collect()
      looks++
      top = Math.max(top, process.memoryUsage().heapUsed)
    }, 50)
    const report = await importFile(db, file(), http)
    clearInterval(looking)
    const grown = (top - before) / 1024 / 1024
    console.log(
      `${shape}: ${(bytes / 1e6).toFixed(1)} MB in ${Math.round(performance.now() - began)} ms, heap at most ${grown.toFixed(1)} MB above`
    )
    assert.deepEqual(sums(report), [10_000, 0, 0, []])
    assert.ok(looks > 5 && grown < 32, `${grown} MB in ${looks} looks`)
    db.close()
  }
})
