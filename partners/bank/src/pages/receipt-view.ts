// A receipt on screen, with exactly what its message carries.
import { type Html, html } from '@parley/site'
import type { Content } from '@parley/sdk'
import { day, money } from './words.ts'

const fact = (name: string, value: string | undefined): Html | undefined =>
  value
    ? html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
      </div>`
    : undefined

export const receiptView = ({ text, card }: Content): Html | undefined =>
  card?.type === 'receipt'
    ? html`<figure class="receipt">
        ${text && html`<figcaption>${text}</figcaption>`}
        <p class="small">${card.correctsReference ? 'Correction of a transfer' : 'Money transfer'}</p>
        <p class="amount">${money(card.amount)}</p>
        <dl>
          ${[
            fact('To', card.beneficiary),
            fact('Account', card.account && `ending in ${card.account}`),
            fact('Booked', day(card.bookedOn)),
            fact('Reference', card.reference),
            fact('Corrects', card.correctsReference)
          ]}
        </dl>
      </figure>`
    : undefined
