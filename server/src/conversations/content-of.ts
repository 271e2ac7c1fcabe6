// The content of a message as it was sent, checked for what the schemas cannot say.
import type { Content } from '@parley/protocol/api/content.ts'
import { Refusal } from '../base/refusal.ts'

/** Throws invalid_request when there is neither text nor card. */
export const contentOf = ({ text, card }: Content): Content => {
  if (text === undefined && card === undefined)
    throw new Refusal('invalid_request', { detail: 'A message has a text, a card, or both' })
  return { ...(text !== undefined && { text }), ...(card !== undefined && { card }) }
}
