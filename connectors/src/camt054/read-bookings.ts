// Reads the bookings of a camt.054 file, each with a key that is the same wherever the booking comes again.
import { createHash } from 'node:crypto'
import { plainAccount } from './iban.ts'
import { type Booking, judge, type Reason } from './judge.ts'
import { readCamt } from './read-camt.ts'

/** Where it stands in the file (as in Movement), whose account it is, and the booking or why there is none. */
export type Found = {
  entry: number
  nth: number | null
  account: string
} & ({ booking: Booking; key: string } | { reason: Reason })

const keyOf = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)

/**
 * Yields what each movement of the file is, in its order. key: 22 characters of base64url; two equal bookings without any reference of the
 * bank are told apart by counting them.
 */
async function* readBookings(file: AsyncIterable<Uint8Array>): AsyncGenerator<Found, void, undefined> {
  const seen = new Map<string, number>()
  for await (const movement of readCamt(file)) {
    const where = {
      entry: movement.place,
      nth: movement.tx ? movement.nth : null,
      account: plainAccount(movement.account)
    }
    const judged = judge(movement)
    if (typeof judged === 'string') {
      yield { ...where, reason: judged }
      continue
    }
    const { identity, counted, ...booking } = judged
    const plain = keyOf(identity)
    const before = counted ? (seen.get(plain) ?? 0) : 0
    if (counted) seen.set(plain, before + 1)
    yield { ...where, booking, key: before ? keyOf([plain, before]) : plain }
  }
}

const portion = 500

const readThrough = async (file: AsyncIterable<Uint8Array>): Promise<void> => {
  const movements = readCamt(file)
  let step = await movements.next()
  while (!step.done) step = await movements.next()
}

/**
 * Yields the bookings of a file in portions, after the first `from` ones, and none before the whole file was read without fault: a bad file
 * counts for nothing. `open` is called twice and must give the same bytes. Throws BadInput before the first portion.
 */
export async function* wholeBookings(
  open: () => AsyncIterable<Uint8Array>,
  from = 0
): AsyncGenerator<Found[], void, undefined> {
  await readThrough(open())
  const waiting: Found[] = []
  let place = 0
  for await (const found of readBookings(open())) {
    if (++place > from) waiting.push(found)
    if (waiting.length === portion) yield waiting.splice(0)
  }
  if (waiting.length > 0) yield waiting
}
