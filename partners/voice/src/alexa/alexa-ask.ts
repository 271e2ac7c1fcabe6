// What the skill asks people for when they link their account.
import type { Ask } from '@parley/sdk'

/** No names of friends and nothing of before. Alexa cannot ask again for one right more, so deleting is asked for at once. */
export const alexaAsk: Ask = { actions: ['read', 'write', 'delete'], messages: 'any' }
