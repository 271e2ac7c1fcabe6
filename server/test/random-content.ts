// Random messages of several kinds, and random limits of grants to some of them and to so many a day.
import type { Content } from '@parley/protocol/api/content.ts'
import { messageKinds, type MessageKind } from '@parley/protocol/api/message-kinds.ts'
import type { Limited } from '@parley/protocol/api/grant.ts'
import { newSecret } from '../src/base/random.ts'

/** Half of them texts; each has a text by which it is known: the word and a mark of its own. */
export const randomContent = (
  n: number,
  word: string,
  mark = newSecret(6)
): { kind: MessageKind; content: Content & { text: string } } => {
  const text = `${word} ${mark}`
  const kind = (['text', 'text', 'song', 'link'] as const)[n % 4]!
  if (kind === 'song') return { kind, content: { text, card: { type: kind, name: 'Song', byArtist: 'Artist' } } }
  // A text that says what a card would.
  if (kind === 'link') return { kind, content: { text, card: { type: kind, url: 'https://example.org/"card"' } } }
  return { kind, content: { text: n % 8 === 0 ? `${text} "card":{"type":"song"}` : text } }
}

/** Most are without limits. */
export const randomLimits = (bits: number): Limited => {
  const kinds = messageKinds.filter((_kind, place) => ((bits >> place) & 1) === 1)
  return {
    ...(bits % 3 === 0 && kinds.length > 0 && { kinds }),
    ...(bits % 5 < 2 && { perDay: 1 + (bits % 11) })
  }
}
