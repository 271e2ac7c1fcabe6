// The short line of a message.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { excerptOf } from './excerpt.ts'

test('a payment is written as its card writes it', () => {
  const amount = { value: '1250.50', currency: 'EUR' }
  const card = { type: 'receipt', amount, beneficiary: 'Rosa Lima' } as const
  assert.equal(excerptOf({ text: 'The rent', card }), 'The rent · €1,250.50 to Rosa Lima')
  assert.equal(
    excerptOf({ card: { ...card, amount: { value: '90071992547409931.25', currency: 'EUR' } } }),
    '€90,071,992,547,409,931.25 to Rosa Lima'
  )
})
