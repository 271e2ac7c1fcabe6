// Reads what a person answered on the consent page, and judges whether it can be given.
import { Refusal } from '../base/refusal.ts'
import { isNarrower, limitsOf, type Asked } from '../grants/narrower.ts'
import { readChoices, type Choices } from './consent-choices.ts'

const problemOf = (asked: Asked, choices: Choices): string | undefined => {
  if (choices.actions.length === 0 && !choices.friends)
    return 'Tick at least one thing that the app may do, or choose another answer.'
  if (choices.where === 'chosen' && choices.conversations.length + choices.people.length === 0)
    return 'Tick at least one conversation, or choose another answer.'
  if (asked.kinds && !choices.kinds) return 'Tick at least one kind of message, or choose another answer.'
  return undefined
}

// A number that is left empty is the one that was asked for. Who gives no messages need not choose their kinds.
const filled = (asked: Asked, choices: Choices): Choices => ({
  ...choices,
  ...limitsOf({
    kinds: choices.kinds ?? (choices.actions.length === 0 ? asked.kinds : undefined),
    perDay: choices.perDay ?? asked.perDay
  })
})

/** problem: why it cannot be given so. Throws invalid_request for answers that the page cannot send, or that give more than was asked. */
export const readAnswers = (asked: Asked, form: URLSearchParams): { choices: Choices; problem: string | undefined } => {
  const choices = filled(asked, readChoices(form))
  // No kind ticked is a problem to be shown, and gives nothing.
  if (!isNarrower(asked, { ...choices, ...limitsOf({ kinds: choices.kinds ?? asked.kinds, perDay: choices.perDay }) }))
    throw new Refusal('invalid_request', { detail: 'The answers give more than the app asked for.' })
  return { choices, problem: problemOf(asked, choices) }
}
