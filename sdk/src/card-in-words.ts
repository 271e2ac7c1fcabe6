// A card where it cannot be shown: in a notification, on a command line, read aloud.
import type { Card } from '@parley/protocol/api/content.ts'

/** In English, without a full stop: "the song Ferry by Tide". */
export const cardInWords = (card: Card): string => {
  switch (card.type) {
    case 'song':
      return `the song ${card.name} by ${card.byArtist}`
    case 'film':
      return `the film ${card.name}`
    case 'episode':
      return `an episode of ${card.partOfSeries}: ${card.name}`
    case 'receipt':
      return `a receipt for ${card.amount.value} ${card.amount.currency} to ${card.beneficiary}`
    case 'link':
      return card.name === undefined ? `a link to ${new URL(card.url).hostname}` : `a link: ${card.name}`
  }
}
