// The text under which a message's content is stored and committed to: always the same bytes for the same content.
import type { Content } from '@parley/protocol/api/content.ts'
import { Card } from '@parley/protocol/api/content.ts'

// Fields stand in the order of the schema, whatever order the sender wrote them in.
const fieldsOf: Record<string, readonly string[]> = Object.fromEntries(
  Card.anyOf.map((card) => [card.properties.type.const, Object.keys(card.properties)])
)
const amountFields = ['value', 'currency']

const inOrder = (object: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    fields
      .filter((field) => object[field] !== undefined)
      .map((field) => [
        field,
        field === 'amount' ? inOrder(object[field] as Record<string, unknown>, amountFields) : object[field]
      ])
  )

/** JSON text of {text?, card?}, fields in the order of the schema. */
export const contentText = ({ text, card }: Content): string =>
  JSON.stringify({
    ...(text !== undefined && { text }),
    ...(card !== undefined && { card: inOrder(card, fieldsOf[card.type] ?? []) })
  })
