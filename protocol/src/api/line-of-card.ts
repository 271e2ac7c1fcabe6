// A card as one line, for lists, quotes and announcements.
import type { Card } from './content.ts'
import { money } from './money.ts'

/** locale: how amounts are written, as in en-GB. */
export const lineOfCard = (card: Card, locale: string): string => {
  switch (card.type) {
    case 'song':
      return `${card.name} by ${card.byArtist}`
    case 'film':
      return card.name
    case 'episode':
      return `${card.partOfSeries}: ${card.name}`
    case 'receipt':
      return `${money(card.amount.value, card.amount.currency, locale)} to ${card.beneficiary}`
    case 'link':
      return card.name ?? card.url
  }
}
