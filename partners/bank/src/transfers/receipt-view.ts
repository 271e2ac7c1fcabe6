// A receipt on screen, with exactly what its message carries.
import { type Amount, amountInWords } from '@parley/connectors/camt054/amount.ts'
import { day, type Html, html } from '@parley/site'
import type { Content } from '@parley/sdk'

export const money = (amount: Amount | undefined): string => (amount ? amountInWords(amount) : 'Amount not known yet')

/** Nothing for what is no receipt. */
export const receiptView = ({ text, card }: Content): Html => {
  if (card?.type !== 'receipt') return html``
  const facts = [
    ['To', card.beneficiary],
    ['Account', card.account && `ending in ${card.account}`],
    ['Booked', day(card.bookedOn)],
    ['Reference', card.reference],
    ['Corrects', card.correctsReference]
  ] as const
  return html`<figure class="receipt">
    ${text && html`<figcaption>${text}</figcaption>`}
    <p class="small">${card.correctsReference ? 'Correction of a transfer' : 'Money transfer'}</p>
    <p class="amount">${money(card.amount)}</p>
    <dl>
      ${facts.map(
        ([name, value]) =>
          value &&
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`
      )}
    </dl>
  </figure>`
}
