// Reads what a person answered on the consent page, and judges whether it can be given.
import { Refusal } from '../base/refusal.ts'
import { isNarrower, type Asked } from '../grants/narrower.ts'
import { readChoices, type Choices } from './consent-choices.ts'

const problemOf = (choices: Choices): string | undefined => {
  if (choices.actions.length === 0 && !choices.friends)
    return 'Tick at least one thing that the app may do, or choose another answer.'
  if (choices.where === 'chosen' && choices.conversations.length + choices.people.length === 0)
    return 'Tick at least one conversation, or choose another answer.'
  return undefined
}

/** problem: why it cannot be given so. Throws invalid_request for answers that the page cannot send, or that give more than was asked. */
export const readAnswers = (asked: Asked, form: URLSearchParams): { choices: Choices; problem: string | undefined } => {
  const choices = readChoices(form)
  if (!isNarrower(asked, choices))
    throw new Refusal('invalid_request', { detail: 'The answers give more than the app asked for.' })
  return { choices, problem: problemOf(choices) }
}
