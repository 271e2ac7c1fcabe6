// Where Wise tells that a transfer changed its state: signed, once, in any order.
import { askAmount } from '@parley/connectors/wise/ask-amount.ts'
import type { WiseEvent } from '@parley/connectors/wise/parse-event.ts'
import { readWebhook, wiseKey } from '@parley/connectors/wise/read-webhook.ts'
import { atomically, nowMs, sql } from '@parley/site'
import type { FastifyInstance } from 'fastify'
import type { DatabaseSync } from 'node:sqlite'
import type { Wise } from '../config.ts'
import { saveBooking } from '../files/save-booking.ts'

const keyOf = (transfer: string): string => `wise-${transfer}`

/** Keeps the transfer once; false when the profile belongs to nobody here. */
const keep = (db: DatabaseSync, { profiles }: Wise, { transfer, profile, occurredOn }: WiseEvent): boolean => {
  const owner = sql(db).get`select person from account where iban = ${profiles.get(profile) ?? ''}`
  if (!owner) return false
  const said = { payee: 'Somebody paid with Wise', bookedOn: occurredOn, servicerRef: `W${transfer}`, wise: transfer }
  saveBooking(db, { key: keyOf(transfer), person: owner['person'] as string, kind: 'transfer', ...said })
  return true
}

/** Asks for an amount that is not known yet, and keeps it. */
export const learnAmount = async (db: DatabaseSync, wise: Wise, transfer: string): Promise<void> => {
  const told = await askAmount(fetch, wise, transfer)
  if (!told) return
  sql(db).run`update booking set said = json_patch(said, ${JSON.stringify(told)})
    where key = ${keyOf(transfer)} and said ->> '$.amount' is null`
}

/** POST /hooks/wise. 200: taken, or known, or nobody's here. 400: not of this shape. 401: not signed by Wise. */
export const wiseRoutes = (app: FastifyInstance, db: DatabaseSync, wise: Wise): void => {
  const key = wiseKey(wise.publicKey)
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_request, body, done) =>
    done(null, body)
  )
  app.post('/hooks/wise', async ({ headers, body }) => {
    const told = readWebhook(key, headers, Buffer.isBuffer(body) ? body : Buffer.alloc(0))
    if (told?.event?.state !== 'outgoing_payment_sent') return { taken: false }
    const { delivery, event } = told
    // A delivery and what it says are kept together, so a crash in between lets Wise's next try through.
    const taken = atomically(db, () => {
      const { changes } = sql(db).run`insert or ignore into wise_delivery (id, at) values (${delivery}, ${nowMs()})`
      return changes > 0 && keep(db, wise, event)
    })
    if (taken) void learnAmount(db, wise, event.transfer).catch(() => undefined)
    return { taken }
  })
}
