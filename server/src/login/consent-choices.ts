// What is ticked on the consent page: nothing at first, what the person gave this app before, or what they have just chosen.
import { messageKinds } from '@parley/protocol/api/message-kinds.ts'
import { actions, perDayMax, untils, type Answers, type Limited } from '@parley/protocol/api/grant.ts'
import { Refusal } from '../base/refusal.ts'
import { limitsOf, type Asked } from '../grants/narrower.ts'

/** Answers, with friends picked who have no conversation yet. */
export type Choices = Answers & { people: string[] }

const earlier = <T>(order: readonly T[], a: T, b: T): T => (order.indexOf(a) < order.indexOf(b) ? a : b)

/** Nothing is ticked before the person ticks it (GDPR recital 32), and every other answer is the least. */
export const leastChoices = (asked: Asked): Choices => ({
  actions: [],
  friends: false,
  where: 'chosen',
  conversations: [],
  people: [],
  messages: 'own',
  from: 'from_now',
  until: earlier(untils, asked.until, '90_days'),
  ...limitsOf({ kinds: undefined, perDay: asked.perDay })
})

// Where both are limited, what both allow; no kind in common is nothing ticked.
const tighter = (asked: Limited, before: Limited): Limited => {
  const kinds = asked.kinds && before.kinds ? asked.kinds.filter((kind) => before.kinds?.includes(kind)) : undefined
  const perDay = Math.min(asked.perDay ?? Infinity, before.perDay ?? Infinity)
  return limitsOf({
    kinds: kinds ? (kinds.length > 0 ? kinds : undefined) : (asked.kinds ?? before.kinds),
    perDay: perDay === Infinity ? undefined : perDay
  })
}

/** What the person gave before, as far as it is asked for now; actions that are new stay unticked for them to decide. */
export const choicesLike = (asked: Asked, before: Answers): Choices => ({
  actions: actions.filter((action) => asked.actions.includes(action) && before.actions.includes(action)),
  friends: asked.friends && before.friends,
  where: asked.where === 'all' ? before.where : 'chosen',
  conversations: before.conversations,
  people: [],
  messages: asked.messages === 'any' ? before.messages : 'own',
  from: asked.from === 'all_history' ? before.from : 'from_now',
  until: earlier(untils, asked.until, before.until),
  ...tighter(asked, before)
})

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

// Without a kind or a number there is no limit.
const readLimits = (form: URLSearchParams): Limited => {
  const ticked = form.getAll('kind')
  const [perDay = '', ...more] = form.getAll('per_day')
  if (!ticked.every((kind) => (messageKinds as readonly string[]).includes(kind)))
    throw new Refusal('invalid_request', { detail: 'The answer "kind" is not one of this page' })
  if (more.length > 0 || (perDay !== '' && !(/^[1-9]\d{0,5}$/.test(perDay) && Number(perDay) <= perDayMax)))
    throw new Refusal('invalid_request', { detail: `Messages a day are a number from 1 to ${perDayMax}` })
  return limitsOf({
    kinds: ticked.length === 0 ? undefined : messageKinds.filter((kind) => ticked.includes(kind)),
    perDay: perDay === '' ? undefined : Number(perDay)
  })
}

/**
 * Reads the form. A value that the page cannot send is refused with invalid_request; whether the choices are within what was asked
 * is judged by the caller.
 */
export const readChoices = (form: URLSearchParams): Choices => {
  const one = <const T extends readonly string[]>(name: string, allowed: T, least: T[number]): T[number] => {
    const values = form.getAll(name)
    const [value = least] = values
    if (values.length > 1 || !allowed.includes(value))
      throw new Refusal('invalid_request', { detail: `The answer "${name}" is not one of this page` })
    return value
  }
  const ids = (name: string): string[] => {
    const values = [...new Set(form.getAll(name))]
    if (values.length > 1000 || !values.every((value) => id.test(value)))
      throw new Refusal('invalid_request', { detail: `The answer "${name}" is not one of this page` })
    return values
  }
  const given = form.getAll('action')
  if (!given.every((action) => (actions as readonly string[]).includes(action)))
    throw new Refusal('invalid_request', { detail: 'The answer "action" is not one of this page' })
  const where = one('where', ['chosen', 'all'] as const, 'chosen')
  return {
    actions: actions.filter((action) => given.includes(action)),
    friends: one('friends', ['yes', 'no'] as const, 'no') === 'yes',
    where,
    // Boxes stay ticked behind "all" when a person changes their mind.
    conversations: where === 'all' ? [] : ids('conversation'),
    people: where === 'all' ? [] : ids('person'),
    messages: one('messages', ['own', 'any'] as const, 'own'),
    from: one('from', ['from_now', 'all_history'] as const, 'from_now'),
    until: one('until', untils, 'once'),
    ...readLimits(form)
  }
}
