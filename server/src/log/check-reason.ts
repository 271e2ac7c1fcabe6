// The reason that an operator gives for an act, which its entry states for good.
import { Refusal } from '../base/refusal.ts'

/** Throws invalid_request. */
export const checkReason = (because: string): void => {
  if (!/\S/.test(because) || because.length > 300 || /[\p{Cc}\p{Cs}]/u.test(because))
    throw new Refusal('invalid_request', { detail: 'The reason is one line of 1 to 300 characters' })
}
