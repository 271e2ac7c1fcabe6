// The page of people who are not logged in.
import { type Html, hero, type Site } from '@parley/site'
import { receiptView } from './transfers/receipt-view.ts'

const transfer = { amount: { value: '48.00', currency: 'EUR' }, beneficiary: 'Ben Okafor', account: '3000' }
const example = { type: 'receipt', ...transfer, bookedOn: '2026-06-12', reference: 'Dinner on Friday' } as const

export const landing = (site: Site): Html =>
  hero(site, {
    title: 'You paid a friend. Send the receipt.',
    text: 'Harbour Bank shows each transfer that was booked on your account. You choose the friend whom you paid, see the receipt exactly as it will be sent, and tap. It arrives as a message from you in Parley.',
    small: 'Nothing goes out by itself. Harbour Bank writes receipts and reads nothing: no messages, no answers.',
    art: receiptView({ card: example })
  })
