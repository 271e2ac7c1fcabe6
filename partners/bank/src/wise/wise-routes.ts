// Where Wise tells that a transfer changed its state: signed, once, in any order.
import { createPublicKey, verify } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { DatabaseSync } from 'node:sqlite'
import { plainAccount } from '../camt/iban.ts'
import { nowMs } from '../clock.ts'
import type { Wise } from '../config.ts'
import { atomically } from '@parley/site'
import { saveBooking } from '../imports/save-booking.ts'
import { nameOf } from '../random.ts'
import { askAmount } from './ask-amount.ts'
import { parseEvent, type WiseEvent } from './parse-event.ts'

/** Keeps the transfer once; false when the profile belongs to nobody here. */
const keep = (db: DatabaseSync, wise: Wise, event: WiseEvent): boolean => {
  const account = plainAccount(wise.profiles.get(event.profile) ?? '')
  const person = db.prepare('select person from account where iban = ?').get(account)?.['person'] as string | undefined
  if (!person) return false
  saveBooking(db, nameOf(['wise', event.transfer]), person, {
    kind: 'transfer',
    amount: undefined,
    payee: 'Somebody paid with Wise',
    payeeAccount: undefined,
    bookedOn: event.occurredOn,
    endToEnd: undefined,
    servicerRef: `W${event.transfer}`,
    transactionRef: `Wise ${event.transfer}`
  })
  return true
}

/** Asks for an amount that is not known yet, and keeps it. */
export const learnAmount = async (db: DatabaseSync, wise: Wise, id: string): Promise<void> => {
  const told = await askAmount(wise, id)
  if (!told) return
  db.prepare('update booking set value = ?, currency = ?, payee = ? where key = ? and value is null').run(
    told.amount.value,
    told.amount.currency,
    told.payee,
    nameOf(['wise', id])
  )
}

/** POST /hooks/wise. 200: taken, or known, or nobody's here. 400: not of this shape. 401: not signed by Wise. */
export const wiseRoutes = (app: FastifyInstance, db: DatabaseSync, wise: Wise): void => {
  const key = createPublicKey(wise.publicKey)
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_request, body, done) =>
    done(null, body)
  )
  app.post('/hooks/wise', async (request, reply) => {
    const {
      'x-signature-sha256': signature,
      'x-delivery-id': delivery,
      'x-test-notification': isTest
    } = request.headers
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const signed = typeof signature === 'string' && verify('sha256', body, key, Buffer.from(signature, 'base64'))
    if (!signed) return reply.code(401).send({ code: 'bad_signature' })
    if (isTest === 'true') return { taken: false }
    const event = parseEvent(body.toString('utf8'))
    if (!event || typeof delivery !== 'string' || delivery.length > 100)
      return reply.code(400).send({ code: 'bad_event' })
    // A delivery and what it says are kept together, so a crash in between lets Wise's next try through.
    const taken = atomically(db, () => {
      const { changes } = db
        .prepare('insert or ignore into wise_delivery (id, at) values (?, ?)')
        .run(delivery, nowMs())
      if (changes === 0 || event === 'other' || event.state !== 'outgoing_payment_sent') return false
      return keep(db, wise, event)
    })
    if (taken && event !== 'other') void learnAmount(db, wise, event.transfer).catch(() => undefined)
    return { taken }
  })
}
