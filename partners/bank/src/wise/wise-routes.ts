// Where Wise tells that a transfer changed its state: signed, once, in any order.
import { askAmount } from '@parley/connectors/wise/ask-amount.ts'
import type { WiseEvent } from '@parley/connectors/wise/parse-event.ts'
import { readWebhook, wiseKey } from '@parley/connectors/wise/read-webhook.ts'
import { sql } from '@parley/site'
import type { FastifyInstance } from 'fastify'
import type { DatabaseSync } from 'node:sqlite'
import type { Wise } from '../config.ts'
import { saveBooking } from '../files/save-booking.ts'
import type { Said } from '../schema.ts'

const keyOf = (transfer: string): string => `wise-${transfer}`

/** Keeps the transfer once; false when it is known, or when the profile belongs to nobody here. */
const keep = (db: DatabaseSync, { profiles }: Wise, { transfer, profile, occurredOn }: WiseEvent): boolean => {
  const owner = sql(db).get`select person from account where iban = ${profiles.get(profile) ?? ''}`
  if (!owner) return false
  const said = { payee: 'Somebody paid with Wise', bookedOn: occurredOn, servicerRef: `W${transfer}`, wise: transfer }
  return (
    saveBooking(db, { key: keyOf(transfer), person: String(owner['person']), kind: 'transfer', ...said }) === 'transfer'
  )
}

/** Asks for what is not known of a transfer by Wise yet, and keeps it. */
export const learnAmount = async (db: DatabaseSync, wise: Wise | undefined, { wise: id, amount }: Partial<Said>) => {
  const told = wise && id && !amount && (await askAmount(fetch, wise, id))
  if (!told) return
  sql(db).run`update booking set said = json_patch(said, ${JSON.stringify(told)})
    where key = ${keyOf(id)} and said ->> '$.amount' is null`
}

/** POST /hooks/wise. 200: taken, or known, or nobody's here. 400: not of this shape. 401: not signed by Wise. */
export const wiseRoutes = (app: FastifyInstance, db: DatabaseSync, wise: Wise): void => {
  const key = wiseKey(wise.publicKey)
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post('/hooks/wise', async ({ headers, body }) => {
    const event = readWebhook(key, headers, Buffer.isBuffer(body) ? body : Buffer.alloc(0))
    const taken = event?.state === 'outgoing_payment_sent' && keep(db, wise, event)
    if (taken) void learnAmount(db, wise, { wise: event.transfer }).catch(() => undefined)
    return { taken }
  })
}
