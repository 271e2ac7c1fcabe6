// A short line that stands for a message in lists.
import type { Card, Content } from '@parley/protocol/api/content.ts'

const excerptCharsMax = 120

const cardLine = (card: Card): string => {
  switch (card.type) {
    case 'song':
      return `${card.name} by ${card.byArtist}`
    case 'film':
      return card.name
    case 'episode':
      return `${card.partOfSeries}: ${card.name}`
    case 'receipt':
      return `${card.amount.value} ${card.amount.currency} to ${card.beneficiary}`
    case 'link':
      return card.name ?? card.url
  }
}

/** One line of at most 120 characters; never cut inside a character as people see it. */
export const excerptOf = (content: Content): string => {
  const line = [content.text, content.card && cardLine(content.card)]
    .filter(Boolean)
    .join(' · ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (line.length <= excerptCharsMax) return line
  const segments = [...new Intl.Segmenter('en').segment(line.slice(0, excerptCharsMax))]
  return `${segments
    .slice(0, -1)
    .map((s) => s.segment)
    .join('')}…`
}
