// Tests of Wise's webhook: believed by its signature, once, and never shared without its amount.
import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { firstAccount, startBankStage } from '@parley/world/test-bank.ts'

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
// Wise's API: silent until told to answer.
let wiseAnswers = false
const wise = createServer((request, response) => {
  if (!wiseAnswers) return void response.writeHead(503).end()
  const body = request.url?.startsWith('/v1/transfers/')
    ? '{"targetValue":1500.10,"targetCurrency":"EUR","targetAccount":9}'
    : '{"accountHolderName":"Ben Okafor"}'
  response.end(body)
}).listen(0)
const stage = await startBankStage({
  BANK_WISE_PUBLIC_KEY: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  BANK_WISE_API: `http://localhost:${(wise.address() as { port: number }).port}`,
  BANK_WISE_PROFILES: `222:${firstAccount}`
})
after(async () => {
  await stage.close()
  wise.close()
})
const { url, browser, db, openTransfer } = stage

const tell = (event: unknown, { id = 'd1', key = keys.privateKey, state = '' } = {}): Promise<Response> => {
  const body = JSON.stringify(event)
  return fetch(`${url}/hooks/wise`, {
    method: 'POST',
    body: body + state,
    headers: {
      'content-type': 'application/json',
      'x-delivery-id': id,
      'x-signature-sha256': sign('sha256', Buffer.from(body), key).toString('base64')
    }
  })
}
const event = (id: number, current_state: string, profile_id = 222) => ({
  data: {
    resource: { type: 'transfer', id, profile_id, account_id: 333 },
    current_state,
    previous_state: 'processing',
    occurred_at: '2026-03-01T12:34:56.789Z'
  },
  subscription_id: '01234567-89ab-cdef-0123-456789abcdef',
  event_type: 'transfers#state-change',
  schema_version: '4.0.0',
  sent_at: '2026-03-01T12:34:57.123Z'
})

test('Wise is believed by its signature, once per delivery, and only what was sent counts', async () => {
  const others = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  assert.equal((await tell(event(111, 'outgoing_payment_sent'), { key: others })).status, 401)
  assert.equal((await tell(event(111, 'outgoing_payment_sent'), { state: ' ' })).status, 401)
  assert.equal((await tell({ event_type: 'transfers#state-change', data: { resource: { id: '1' } } })).status, 400)
  assert.deepEqual(await (await tell(event(111, 'processing'), { id: 'd2' })).json(), { taken: false })
  assert.deepEqual(await (await tell(event(111, 'outgoing_payment_sent', 999), { id: 'd3' })).json(), { taken: false })
  assert.deepEqual(await (await tell(event(111, 'outgoing_payment_sent'), { id: 'd4' })).json(), { taken: true })
  assert.deepEqual(await (await tell(event(111, 'outgoing_payment_sent'), { id: 'd4' })).json(), { taken: false })
  await tell(event(111, 'outgoing_payment_sent'), { id: 'd5' })
  assert.equal(db.prepare(`select count(*) as n from booking where said ->> '$.servicerRef' = 'W111'`).get()!['n'], 1)
})

test('without its amount a transfer by Wise cannot be shared; with it, it can', async () => {
  assert.match((await openTransfer(browser, 'W111')).text, /Amount not known yet.*The amount is not known yet/)
  assert.doesNotMatch(browser.seen!.text, /Send receipt/)
  wiseAnswers = true
  assert.match((await openTransfer(browser, 'W111')).text, /EUR 1,500\.10 to Ben Okafor/)
  assert.match(browser.seen!.text, /Send receipt/)
})
