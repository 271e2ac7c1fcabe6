// A short line that stands for a message in lists.
import type { Content } from '@parley/protocol/api/content.ts'
import { lineOfCard } from '@parley/protocol/api/line-of-card.ts'

const excerptCharsMax = 120

// The server does not know which English a person reads.
const locale = 'en-GB'

/** One line of at most 120 characters; never cut inside a character as people see it. */
export const excerptOf = (content: Content): string => {
  const line = [content.text, content.card && lineOfCard(content.card, locale)]
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
