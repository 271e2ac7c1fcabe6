// The receipt of a money transfer.
import type { Card } from '@parley/protocol/api/content.ts'
import { money } from '@parley/protocol/api/money.ts'
import { dateOnly } from '../../clock.ts'
import { locale } from '../../numbers.ts'

export const ReceiptCard = ({ card }: { card: Extract<Card, { type: 'receipt' }> }) => {
  const amount = money(card.amount.value, card.amount.currency, locale)
  return (
    <section className="card card-receipt" aria-label={`Receipt: ${amount} to ${card.beneficiary}`}>
      <span className="card-kind">{card.correctsReference ? 'Correction of a transfer' : 'Money transfer'}</span>
      <strong className="card-amount">{amount}</strong>
      <dl className="card-facts">
        <Fact name="To">{card.beneficiary}</Fact>
        {card.account && <Fact name="Account">ending in {card.account}</Fact>}
        {card.bookedOn && <Fact name="Booked">{dateOnly(`${card.bookedOn}T12:00:00`)}</Fact>}
        {card.reference && <Fact name="Reference">{card.reference}</Fact>}
        {card.correctsReference && <Fact name="Corrects">{card.correctsReference}</Fact>}
      </dl>
    </section>
  )
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
