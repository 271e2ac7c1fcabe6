// What counts as narrower: the order within each of the six answers.
import { messageKinds } from '@parley/protocol/api/message-kinds.ts'
import {
  untils,
  type Answers,
  type AskedDetail,
  type GrantedDetail,
  type Limited,
  type Narrow
} from '@parley/protocol/api/grant.ts'

export type Asked = Required<Omit<AskedDetail, 'type' | keyof Limited>> & Limited

/** Kinds in one order, so that one answer is one text; what is left out is no limit and stays out. */
export const limitsOf = ({ kinds, perDay }: { [L in keyof Limited]: Limited[L] | undefined }): Limited => ({
  ...(kinds && { kinds: messageKinds.filter((kind) => kinds.includes(kind)) }),
  ...(perDay !== undefined && { perDay })
})

/** Fills what an app left out with the least. */
export const fillAsked = (detail: AskedDetail): Asked => ({
  actions: detail.actions,
  friends: detail.friends ?? false,
  where: detail.where ?? 'chosen',
  messages: detail.messages ?? 'own',
  from: detail.from ?? 'from_now',
  until: detail.until ?? '90_days',
  ...limitsOf(detail)
})

type Comparable = Pick<Answers, 'friends' | 'where' | 'messages' | 'from' | 'until'> &
  Limited & { actions: readonly string[] }

/** Whether b is narrower than or equal to a in every answer but the conversations, which only a person chooses. */
const within = (a: Comparable, b: Comparable): boolean =>
  b.actions.every((action) => a.actions.includes(action)) &&
  (a.friends || !b.friends) &&
  (a.where === 'all' || b.where === 'chosen') &&
  (a.messages === 'any' || b.messages === 'own') &&
  (a.from === 'all_history' || b.from === 'from_now') &&
  untils.indexOf(b.until) <= untils.indexOf(a.until) &&
  (!a.kinds || b.kinds?.every((kind) => a.kinds?.includes(kind)) === true) &&
  (b.perDay ?? Infinity) <= (a.perDay ?? Infinity)

/** Whether the person's answers give no more than the app asked for. */
export const isNarrower = (asked: Asked, answers: Answers): boolean => within(asked, answers)

/**
 * The answers after a narrowing, or undefined when it would widen any of them. `reach`: the conversations that the grant reaches now.
 */
export const narrowed = (current: Answers, change: Narrow, reach: readonly string[]): Answers | undefined => {
  const next: Answers = {
    actions: change.actions ?? current.actions,
    friends: change.friends ?? current.friends,
    where: change.where ?? current.where,
    conversations: change.conversations ?? (current.where === 'chosen' ? current.conversations : []),
    messages: change.messages ?? current.messages,
    from: current.from,
    until: change.until ?? current.until,
    ...limitsOf({ kinds: change.kinds ?? current.kinds, perDay: change.perDay ?? current.perDay })
  }
  if (!within(current, next)) return undefined
  if (next.where === 'all') return next.conversations.length === 0 ? next : undefined
  return next.conversations.every((id) => reach.includes(id)) ? next : undefined
}

/** The detail that token and introspection answers carry. */
export const grantedDetail = (grant: string, answers: Answers): GrantedDetail => ({
  type: 'parley_messages',
  actions: answers.actions,
  friends: answers.friends,
  where: answers.where,
  messages: answers.messages,
  from: answers.from,
  until: answers.until,
  ...limitsOf(answers),
  grant
})
