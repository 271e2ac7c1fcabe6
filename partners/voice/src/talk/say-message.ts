// A message in the words that are read aloud.
import { cutText } from '@parley/connectors/speech/cut-text.ts'
import { cardInWords, type ToldMessage } from '@parley/sdk'

/** The parts of a message, to be read one after the other. */
export const sayMessage = (message: ToldMessage, group: boolean): string[] => {
  const who = message.from.name || 'Somebody whose account is closed'
  const where = group ? ' in a group' : ''
  const card = message.card === undefined ? [] : [`${who} sent${where} ${cardInWords(message.card)}.`]
  if (message.text === undefined) return card
  const [first = '', ...rest] = cutText(message.text)
  return [...card, `${who} wrote${where}: ${first}`, ...rest]
}
