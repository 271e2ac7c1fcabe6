// What the status of a change to a group's members or title means to the one who asked.
import { Refusal } from '../base/refusal.ts'

const codes = {
  missing: 'conversation_missing',
  not_group: 'not_group',
  not_friends: 'not_friends',
  group_full: 'group_full'
} as const

/** Throws for every status but ok and same. */
export const requireDone = (status: string | undefined): void => {
  if (status === 'ok' || status === 'same') return
  const code = codes[status as keyof typeof codes]
  if (!code) throw new Error(`Unknown status ${status}`)
  throw new Refusal(code)
}
