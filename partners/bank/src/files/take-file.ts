// Takes a camt.054 file: all of it or nothing of it, each booking once, however often it comes.
import { BadInput } from '@parley/connectors/bad-input.ts'
import { type Found, wholeBookings } from '@parley/connectors/camt054/read-bookings.ts'
import type { Incoming } from '@parley/connectors/inbox/open-inbox.ts'
import { atomically, nowMs, sql } from '@parley/site'
import { createReadStream } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { pairReversals } from './pair-reversals.ts'
import { readReport, type Report } from './report.ts'
import { saveBooking } from './save-booking.ts'

const keepReport = (db: DatabaseSync, report: Report): Report => {
  sql(db).run`update import set report = ${JSON.stringify(report)} where id = ${report.id}`
  return report
}

/** The report as far as it came before. */
const begin = (db: DatabaseSync, { id, source, name, person }: Incoming): Report => {
  const counts = { read: 0, transfer: 0, reversal: 0, known: 0, leftOut: {} }
  const report = JSON.stringify({ source, name, at: nowMs(), state: 'running', ...counts })
  sql(db).run`insert or ignore into import (id, person, report) values (${id}, ${person ?? null}, ${report})`
  return readReport(db, id)!
}

/** only: who gives the file; what is not of the own account is nobody's then. */
const outcomeOf = (db: DatabaseSync, found: Found, only: string | undefined): string => {
  const person = sql(db).get`select person from account where iban = ${found.account}`?.['person'] as string | undefined
  if (!person || person !== (only ?? person)) return 'other_account'
  return 'reason' in found ? found.reason : saveBooking(db, { ...found.booking, key: found.key, person })
}

/** Takes a portion and notes how far that came; a crash leaves both or none. */
const keep = (db: DatabaseSync, report: Report, found: readonly Found[], only: string | undefined): void =>
  atomically(db, () => {
    for (const each of found) {
      const outcome = outcomeOf(db, each, only)
      report.read++
      if (outcome === 'transfer' || outcome === 'reversal' || outcome === 'known') report[outcome]++
      else {
        sql(db)
          .run`insert into left_out (import, entry, nth, reason) values (${report.id}, ${each.entry}, ${each.nth}, ${outcome})`
        report.leftOut[outcome] = (report.leftOut[outcome] ?? 0) + 1
      }
    }
    keepReport(db, report)
  })

/**
 * A bad file is a report with a problem. Bookings are taken in short transactions, so they show one after the other; after a crash, or when
 * the app was ended, the next call goes on where this one was.
 */
export const takeFile = async (db: DatabaseSync, file: Incoming): Promise<Report> => {
  const report = begin(db, file)
  if (report.state !== 'running') return report
  const open = (): AsyncIterable<Uint8Array> => createReadStream(file.path, { signal: file.signal })
  try {
    for await (const found of wholeBookings(open, report.read)) keep(db, report, found, file.person)
  } catch (error) {
    if (!(error instanceof BadInput) || report.read > 0) throw error
    return keepReport(db, { ...report, state: 'failed', problem: error.message })
  }
  return atomically(db, () => {
    pairReversals(db)
    return keepReport(db, { ...report, state: 'done' })
  })
}
