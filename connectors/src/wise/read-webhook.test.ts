// Tests of reading Wise: what it signed, in the shape of its documentation, and the amount to the last digit.
import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import { BadInput } from '../bad-input.ts'
import { askAmount } from './ask-amount.ts'
import { readWebhook, wiseKey } from './read-webhook.ts'

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const key = wiseKey(keys.publicKey.export({ type: 'spki', format: 'pem' }).toString().replaceAll('\n', '\\n'))
const event = {
  data: {
    resource: { type: 'transfer', id: 111, profile_id: 222, account_id: 333 },
    current_state: 'outgoing_payment_sent',
    previous_state: 'processing',
    occurred_at: '2026-03-01T12:34:56Z'
  },
  subscription_id: '01234567-89ab-cdef-0123-456789abcdef',
  event_type: 'transfers#state-change',
  schema_version: '2.0.0',
  sent_at: '2026-03-01T12:34:57Z'
}
const read = (value: unknown, headers: Record<string, string> = {}, body = JSON.stringify(value)) =>
  readWebhook(
    key,
    {
      'x-delivery-id': 'd1',
      'x-signature-sha256': sign('sha256', Buffer.from(body), keys.privateKey).toString('base64'),
      ...headers
    },
    Buffer.from(body)
  )
const refused = (code: string, status: number) => (error: unknown) =>
  error instanceof BadInput && error.code === code && error.status === status

test('what Wise signed is read, and other events and its tests are nothing', () => {
  const told = { transfer: '111', profile: '222', state: 'outgoing_payment_sent', occurredOn: '2026-03-01' }
  assert.deepEqual(read(event), told)
  assert.equal(read({ ...event, event_type: 'balances#credit' }), undefined)
  assert.equal(read(event, { 'x-test-notification': 'true' }), undefined)
})

test('what Wise did not sign, or what has not its shape, is refused with a code', () => {
  assert.throws(() => read(event, { 'x-signature-sha256': 'AAAA' }), refused('bad_signature', 401))
  assert.throws(() => readWebhook(key, {}, Buffer.from('{}')), refused('bad_signature', 401))
  const odd: unknown[] = [[], null, { event_type: 5 }, { ...event, data: undefined }]
  for (const data of [{ current_state: 7 }, { occurred_at: 'today' }, { resource: { id: '111', profile_id: 222 } }])
    odd.push({ ...event, data: { ...event.data, ...data } })
  for (const each of odd) assert.throws(() => read(each), refused('bad_event', 400), JSON.stringify(each))
  assert.throws(() => read(undefined, {}, 'not JSON'), refused('bad_event', 400))
})

test('the amount has the digits that Wise wrote, and an answer that is none is undefined', async () => {
  const answers: Record<string, string> = {
    '/v1/transfers/1': '{"targetValue":1500.10,"targetCurrency":"EUR","targetAccount":9}',
    '/v1/transfers/2': '{"targetValue":900719925474099.31,"targetCurrency":"EUR","targetAccount":9}',
    '/v1/transfers/3': '{"targetValue":1.5,"targetCurrency":"JPY","targetAccount":9}',
    '/v1/transfers/4': '{"targetValue":1.5,"targetCurrency":"EUR","targetAccount":"../x"}',
    '/v1/accounts/9': '{"accountHolderName":" Ben Okafor "}'
  }
  const asked: string[] = []
  const ask = async (address: unknown): Promise<Response> => {
    const { origin, pathname } = new URL(String(address))
    asked.push(pathname)
    return new Response(answers[pathname] ?? origin, { status: answers[pathname] ? 200 : 404 })
  }
  const amountOf = async (id: string) => {
    const told = await askAmount(ask, { api: 'https://wise.example', token: 't' }, id)
    return told && `${told.amount.value} ${told.amount.currency} ${told.payee}`
  }
  assert.deepEqual(await Promise.all(['1', '2', '3', '4', '5'].map(amountOf)), [
    '1500.10 EUR Ben Okafor',
    '900719925474099.31 EUR Ben Okafor',
    undefined,
    undefined,
    undefined
  ])
  assert.ok(!asked.includes('/v1/accounts/..'))
})
