// A message in the words that are read aloud.
import type { Card, ToldMessage } from '@parley/sdk'

// Escaped, a part of a message stays well below what one speech may have.
const partCharsMax = 1000

const sayCard = (card: Card): string => {
  if (card.type === 'song') return `the song ${card.name} by ${card.byArtist}`
  if (card.type === 'film') return `the film ${card.name}`
  if (card.type === 'episode') return `an episode of ${card.partOfSeries}: ${card.name}`
  if (card.type === 'receipt')
    return `a receipt for ${card.amount.value} ${card.amount.currency} to ${card.beneficiary}`
  return card.name === undefined ? `a link to ${new URL(card.url).hostname}` : `a link: ${card.name}`
}

/** Parts of at most a thousand characters, cut at a space where there is one. */
export const cutText = (text: string): string[] => {
  const parts: string[] = []
  const rest = [...text]
  while (rest.length > 0) {
    const space = rest.length > partCharsMax ? rest.slice(0, partCharsMax).lastIndexOf(' ') : -1
    const part = rest.splice(0, space > 0 ? space + 1 : partCharsMax)
    parts.push(part.join('').trim())
  }
  return parts.filter((part) => part !== '')
}

/** The parts of a message, to be read one after the other. */
export const sayMessage = (message: ToldMessage, group: boolean): string[] => {
  const who = message.from.name || 'Somebody whose account is closed'
  const where = group ? ' in a group' : ''
  const card = message.card === undefined ? [] : [`${who} sent${where} ${sayCard(message.card)}.`]
  if (message.text === undefined) return card
  const [first = '', ...rest] = cutText(message.text)
  return [...card, `${who} wrote${where}: ${first}`, ...rest]
}
