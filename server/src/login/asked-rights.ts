// What an authorization request asks for beyond logging in, read from authorization_details or from the scopes that stand for one.
import { Value } from 'typebox/value'
import { AskedDetail, friendsScope, scopeActions, type Action } from '@parley/protocol/api/grant.ts'
import { errors } from 'oidc-provider'
import { fillAsked, limitsOf, type Asked } from '../grants/narrower.ts'
import { messageScopes } from './live-detail.ts'

/** The parameters of a request, as the provider has checked them. */
export type RequestParams = Record<string, unknown>

/** Throws invalid_authorization_details with the reason unless the detail is one of ours with no unknown field. */
export const checkDetail = (detail: unknown): void => {
  if (Value.Check(AskedDetail, detail)) {
    if (detail.actions.length > 0 || detail.friends) return
    throw new errors.InvalidAuthorizationDetails('a parley_messages detail must ask for an action or for friends')
  }
  const [first] = Value.Errors(AskedDetail, detail)
  const where = first?.instancePath ? ` (${first.instancePath})` : ''
  throw new errors.InvalidAuthorizationDetails(
    `not a parley_messages detail: ${first?.message ?? 'it does not fit'}${where}`
  )
}

const widest = <T extends string>(order: readonly T[], a: T, b: T): T => (order.indexOf(a) > order.indexOf(b) ? a : b)

const fromScopes = (scopes: readonly string[]): Asked | undefined => {
  const actions = Object.entries(scopeActions)
    .filter(([scope]) => scopes.includes(scope))
    .map(([, action]): Action => action)
  const friends = scopes.includes(friendsScope)
  if (actions.length === 0 && !friends) return undefined
  return fillAsked({ type: 'parley_messages', actions, friends })
}

const untilOrder = ['once', 'hour', 'day', '30_days', '90_days', 'until_revoked'] as const

// Several details, or details beside scopes, ask for the widest of each answer: the page shows one question each.
const merge = (a: Asked, b: Asked): Asked => ({
  actions: [...new Set([...a.actions, ...b.actions])],
  friends: a.friends || b.friends,
  where: widest(['chosen', 'all'], a.where, b.where),
  messages: widest(['own', 'any'], a.messages, b.messages),
  from: widest(['from_now', 'all_history'], a.from, b.from),
  until: widest(untilOrder, a.until, b.until),
  ...limitsOf({
    kinds: a.kinds && b.kinds && [...a.kinds, ...b.kinds],
    perDay: a.perDay === undefined || b.perDay === undefined ? undefined : Math.max(a.perDay, b.perDay)
  })
})

/** Undefined when the request only logs in. */
export const askedRights = (params: RequestParams): Asked | undefined => {
  const { scope, authorization_details: text } = params
  const details = typeof text === 'string' ? (JSON.parse(text) as AskedDetail[]) : []
  const detailed = details.map(fillAsked).reduce<Asked | undefined>((a, b) => (a ? merge(a, b) : b), undefined)
  const scoped = fromScopes(typeof scope === 'string' ? scope.split(' ') : [])
  // A scope is the least, so it takes no limit off that a detail sets.
  return scoped && detailed ? merge({ ...scoped, ...limitsOf(detailed) }, detailed) : (detailed ?? scoped)
}

/** Whether a request asks for rights at all; safe on parameters that were not checked yet. */
export const asksForRights = (params: RequestParams): boolean =>
  params['authorization_details'] !== undefined ||
  (typeof params['scope'] === 'string' && params['scope'].split(' ').some((scope) => messageScopes.includes(scope)))

/** The scopes that only log in, of those a request asks for. */
export const askedLoginScopes = (params: RequestParams): string[] =>
  typeof params['scope'] === 'string'
    ? params['scope'].split(' ').filter((scope) => scope !== '' && !messageScopes.includes(scope))
    : []
