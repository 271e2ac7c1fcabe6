// Takes a camt.054 file: all of it or nothing of it, each booking once, however often it comes.
import type { DatabaseSync } from 'node:sqlite'
import { BadFile } from '../camt/bad-file.ts'
import { plainAccount } from '../camt/iban.ts'
import { type Booking, judge, type Reason } from '../camt/judge.ts'
import { readCamt } from '../camt/read-camt.ts'
import { nowMs } from '../clock.ts'
import { nameOf, newId } from '../random.ts'
import { atomically } from '@parley/site'
import { pairReversals } from './pair-reversals.ts'
import { type Report, readReport } from './report.ts'
import { saveBooking } from './save-booking.ts'

/** only: the person who gives the file; entries of other accounts are then nobody's, too. */
export type Origin = { source: 'upload' | 'folder' | 'http'; name: string; only?: string }

type Row = { entry: number; nth: number | null } & (
  | { reason: Reason }
  | { booking: Booking; person: string; key: string }
)

const portion = 500

/** Keeps a portion of what was read; a crash here leaves rows that count for nothing and that sweepImports removes. */
const stage = (db: DatabaseSync, id: string, rows: readonly Row[]): void => {
  const leave = db.prepare('insert into left_out (import, entry, nth, reason) values (?, ?, ?, ?)')
  const keep = db.prepare('insert into staged (import, key, person, entry, nth, body) values (?, ?, ?, ?, ?, ?)')
  atomically(db, () => {
    for (const row of rows) {
      if ('reason' in row) leave.run(id, row.entry, row.nth, row.reason)
      else keep.run(id, row.key, row.person, row.entry, row.nth, JSON.stringify(row.booking))
    }
  })
}

/** The one moment in which a file begins to count. */
const settle = (db: DatabaseSync, id: string): void =>
  atomically(db, () => {
    const counts = { transfer: 0, reversal: 0, known: 0 }
    const leave = db.prepare(`insert into left_out (import, entry, nth, reason) values (?, ?, ?, 'conflict')`)
    for (const row of db.prepare('select * from staged where import = ? order by place').iterate(id)) {
      const booking = JSON.parse(row['body'] as string) as Booking
      const outcome = saveBooking(db, row['key'] as string, row['person'] as string, booking)
      if (outcome === 'conflict') leave.run(id, row['entry'] ?? null, row['nth'] ?? null)
      else counts[outcome === 'new' ? booking.kind : 'known']++
    }
    db.prepare('delete from staged where import = ?').run(id)
    pairReversals(db)
    db.prepare(`update import set state = 'done', taken = ?, reversals = ?, known = ? where id = ?`).run(
      counts.transfer,
      counts.reversal,
      counts.known,
      id
    )
  })

const dropImport = (db: DatabaseSync, id: string, problem: string): void =>
  atomically(db, () => {
    for (const table of ['staged', 'left_out']) db.prepare(`delete from ${table} where import = ?`).run(id)
    db.prepare(`update import set state = 'failed', problem = ? where id = ?`).run(problem, id)
  })

/** Ends imports that were under way when the app died. Their files are still where they came from. */
export const sweepImports = (db: DatabaseSync): void => {
  const cut = db.prepare(`select id from import where state = 'running'`).all()
  for (const { id } of cut) dropImport(db, id as string, 'The app was stopped while it read this file.')
}

/** Reads the whole file and reports. A bad file is a report with a problem; nothing of it counts then. */
export const importFile = async (
  db: DatabaseSync,
  file: AsyncIterable<Uint8Array>,
  origin: Origin
): Promise<Report> => {
  const id = newId()
  const ownerOf = db.prepare('select person from account where iban = ?')
  const seen = new Map<string, number>()
  db.prepare(
    `insert into import (id, place, source, name, person, at, state)
     values (?, (select coalesce(max(place), 0) + 1 from import), ?, ?, ?, ?, 'running')`
  ).run(id, origin.source, origin.name.slice(0, 200), origin.only ?? null, nowMs())
  let rows: Row[] = []
  try {
    for await (const movement of readCamt(file)) {
      const place = { entry: movement.place, nth: movement.tx ? movement.nth : null }
      const person = ownerOf.get(plainAccount(movement.account))?.['person'] as string | undefined
      const booking = person && (!origin.only || person === origin.only) ? judge(movement) : 'other_account'
      if (typeof booking === 'string') rows.push({ ...place, reason: booking })
      else {
        const plain = nameOf(booking.key)
        const nth = booking.counted ? (seen.get(plain) ?? 0) : 0
        if (booking.counted) seen.set(plain, nth + 1)
        rows.push({ ...place, booking, person: person!, key: nth ? nameOf([plain, nth]) : plain })
      }
      if (rows.length >= portion) stage(db, id, rows.splice(0))
    }
    stage(db, id, rows)
    settle(db, id)
  } catch (error) {
    rows = []
    dropImport(db, id, error instanceof BadFile ? error.message : 'The file could not be read to its end.')
    if (!(error instanceof BadFile)) throw error
  }
  return readReport(db, id)!
}
