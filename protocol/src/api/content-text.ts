// The one JSON text of a message's content: stored, and covered by its commitment.
import type { Card, Content } from './content.ts'

// Fields in a fixed order (RFC 8785 for what cards hold: strings, numbers, one level of nesting), so that one content is one text.
const inOrder = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, inner]) => inner !== undefined)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, inner]) => [key, inOrder(inner)])
      )
    : value

/** Takes only text and card of what it is given. */
export const contentText = ({ text, card }: { text?: string; card?: Card }): string =>
  // Most messages are text alone, and sending is the busiest path of all.
  card === undefined
    ? JSON.stringify({ text })
    : JSON.stringify(inOrder({ text, card } satisfies { [K in keyof Content]: unknown }))
