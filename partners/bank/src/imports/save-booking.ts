// Keeps a booking once.
import type { DatabaseSync } from 'node:sqlite'
import type { Booking } from '../camt/judge.ts'
import { nowMs } from '../clock.ts'

/** known: it was there already. conflict: something else is there under its references; that stays as it is. */
export const saveBooking = (
  db: DatabaseSync,
  key: string,
  person: string,
  booking: Omit<Booking, 'key' | 'counted' | 'amount'> & { amount: Booking['amount'] | undefined }
): 'new' | 'known' | 'conflict' => {
  const there = db.prepare('select person, value, currency from booking where key = ?').get(key)
  const { amount } = booking
  if (there) {
    const same =
      there['person'] === person && there['value'] === amount?.value && there['currency'] === amount?.currency
    return same || !amount ? 'known' : 'conflict'
  }
  db.prepare(
    `insert into booking (key, person, kind, value, currency, payee, payee_account, booked_on, end_to_end, servicer_ref, transaction_ref, at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
  ).run(
    key,
    person,
    booking.kind,
    amount?.value ?? null,
    amount?.currency ?? null,
    booking.payee,
    booking.payeeAccount ?? null,
    booking.bookedOn ?? null,
    booking.endToEnd ?? null,
    booking.servicerRef ?? null,
    booking.transactionRef ?? null,
    nowMs()
  )
  return 'new'
}
