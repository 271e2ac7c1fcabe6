// The permission rule, stated here by itself: what an app may do at a place in the log, given all that was logged before it.
import type { GrantAnswers, OwnerTextOf, SharedText } from '@parley/protocol/log/entry-texts.ts'
import { clockSeconds } from '@parley/protocol/log/judge-checkpoint.ts'
import { timeMs } from '@parley/protocol/log/scalars.ts'
import { narrowerProblem } from './narrower.ts'

export type GrantShared = Extract<SharedText, { frame: 'grant' }>
export type AccessShared = Extract<SharedText, { frame: 'access' }>
export type ListShared = Extract<SharedText, { frame: 'list' }>

export type GrantState = {
  app: string
  who: string
  answers: GrantAnswers
  isEnded: boolean
  isPaused: boolean
  /** Conversations in which it is paused. */
  pausedIn: Set<string>
  /** Of one with a number of messages a day: how many it has disclosed on each day, in days since the epoch. */
  read: Map<number, number>
  /** The request that took the one use of a grant for once. */
  onceTaken?: { req: string | null; atMs: number }
}

export type Permissions = {
  /** By grant. */
  grants: Map<string, GrantState>
  /** Apps that are suspended now. */
  suspended: Set<string>
  /** Groups whose members let no app in now. */
  closed: Set<string>
  /** Messages that an app wrote for a person, by writerKey; whole evidence of either knows all of them. */
  written: Map<string, Set<string>>
  /** Whether all entries of a person or app are here, from the first one. */
  isWhole: (lid: string) => boolean
}

/** Problems are broken rules; unknown is what the texts do not tell. */
export type Judgement = { problems: string[]; unknown: string[] }

export const writerKey = (who: string, app: string): string => `${who} ${app}`

/** One request of a page of changes leaves an entry for each conversation, all with its hash, or at one time when it has none. */
const onceRequestMs = 60_000

const hourMs = 3_600_000
/** How long a permission lasts at the most; one that is never used for its one use ends after a day. */
const lengthMs: Record<GrantAnswers['until'], number> = {
  once: 24 * hourMs,
  hour: hourMs,
  day: 24 * hourMs,
  '30_days': 30 * 24 * hourMs,
  '90_days': 90 * 24 * hourMs,
  until_revoked: Infinity
}

const lastsProblem = ({ until, ends }: GrantAnswers, at: string): string[] => {
  const endMs = ends === null ? Infinity : (timeMs(ends) ?? Infinity)
  return endMs > (timeMs(at) ?? 0) + lengthMs[until] + clockSeconds * 1000
    ? ['The permission ends later than the person was told.']
    : []
}

/** Takes an entry about a grant into account. */
export const changeGrant = (
  { grants }: Permissions,
  { t, app, at }: GrantShared,
  { g, who, answers, conv }: OwnerTextOf<'grant'>
): string[] => {
  const grant = grants.get(g)
  if (t === 'give') {
    if (grant) return ['The same permission was given twice.']
    grants.set(g, { app, who, answers, isEnded: false, isPaused: false, pausedIn: new Set(), read: new Map() })
    return lastsProblem(answers, at)
  }
  if (!grant) return ['A permission was changed that had not been given.']
  const problems: string[] = []
  if (grant.app !== app || grant.who !== who)
    problems.push('The change names another app or person than the permission.')
  if (grant.isEnded) problems.push('The permission was changed after its end.')
  if (t === 'narrow') {
    const wider = narrowerProblem(grant.answers, answers)
    if (wider) problems.push(wider)
    if (answers.until !== grant.answers.until) problems.push(...lastsProblem(answers, at))
    if (grant.answers.until !== 'once') delete grant.onceTaken
    grant.answers = answers
  } else if (t === 'pause' || t === 'resume') pause(grant, t === 'pause', conv ?? null)
  else grant.isEnded = true
  return problems
}

/** conv: null for the grant as a whole. */
const pause = (grant: GrantState, isPaused: boolean, conv: string | null): void => {
  if (conv === null) grant.isPaused = isPaused
  else if (isPaused) grant.pausedIn.add(conv)
  else grant.pausedIn.delete(conv)
}

/** Whether a permission stands behind an access; takes the one use of a grant for once. */
export const judgeAccess = (
  permissions: Permissions,
  shared: AccessShared | ListShared,
  owner: OwnerTextOf<'access'> | OwnerTextOf<'list'>
): Judgement => {
  const grant = permissions.grants.get(owner.g)
  if (!grant) return { problems: ['No permission had been given.'], unknown: [] }
  const problems: string[] = []
  const unknown: string[] = []
  if (grant.isEnded) problems.push('The permission had ended.')
  if (grant.isPaused) problems.push('The permission was paused.')
  if (permissions.suspended.has(shared.app)) {
    // Without the app's own history the entry that lifted it may have been left out.
    if (permissions.isWhole(shared.app)) problems.push('The app was suspended.')
    else unknown.push('The app had been suspended; only its own evidence shows whether that was lifted.')
  }
  if (grant.app !== shared.app) problems.push('The permission was given to another app.')
  if (grant.who !== owner.who) problems.push('The permission was given by another person.')
  if (grant.answers.why !== owner.why) problems.push('The purpose is not the one that was agreed to.')
  const atMs = timeMs(shared.at) ?? 0
  const endsMs = grant.answers.ends === null ? Infinity : (timeMs(grant.answers.ends) ?? 0)
  if (atMs > endsMs + clockSeconds * 1000) problems.push('The permission had run out.')
  if (shared.frame === 'list') {
    if (owner.frame === 'list') problems.push(...judgeList(grant.answers, owner))
    return { problems, unknown }
  }
  if (owner.frame !== 'access') return { problems, unknown }
  if (grant.pausedIn.has(shared.conv)) problems.push('The permission was paused in this conversation.')
  if (permissions.closed.has(shared.conv)) {
    // In evidence of others, the entry with which the group was opened again may be missing.
    if (permissions.isWhole(shared.who)) problems.push('The members of the group let no app in.')
    else
      unknown.push('The group had been closed to apps; only a member’s own evidence shows whether it was opened again.')
  }
  if (!grant.answers.actions.includes(shared.t)) problems.push(`The permission does not allow to ${shared.t}.`)
  problems.push(...takeOnce(grant, owner.req, atMs), ...limitProblems(grant, shared.t, atMs, owner))
  return judgeMessages(permissions, grant.answers, shared, owner, { problems, unknown })
}

const judgeList = (answers: GrantAnswers, { what, items }: OwnerTextOf<'list'>): string[] => {
  if (what === 'friends') return answers.friends ? [] : ['The permission does not show friends.']
  const reached = new Set(answers.conversations.map(({ conversation }) => conversation))
  return answers.all || items.every((item) => reached.has(item))
    ? []
    : ['A conversation was named that the permission does not reach.']
}

const takeOnce = (grant: GrantState, req: string | null, atMs: number): string[] => {
  if (grant.answers.until !== 'once') return []
  const taken = grant.onceTaken
  if (!taken) {
    grant.onceTaken = { req, atMs }
    return []
  }
  const isSame = taken.req === req && (req !== null || Math.abs(atMs - taken.atMs) < onceRequestMs)
  return isSame ? [] : ['The permission was for one use, and it had been used.']
}

const dayMs = 24 * hourMs

/** Counts what was disclosed on the day (UTC) of the entry's own time. */
const limitProblems = (
  { answers: { kinds, perDay }, read }: GrantState,
  t: AccessShared['t'],
  atMs: number,
  { items }: OwnerTextOf<'access'>
): string[] => {
  const problems: string[] = []
  if (kinds && items.some(({ kind }) => kind === undefined || !kinds.includes(kind)))
    problems.push('A message is of a kind that the permission does not include.')
  if (perDay === undefined || t !== 'read' || items.length === 0) return problems
  const day = Math.floor(atMs / dayMs)
  const used = (read.get(day) ?? 0) + items.length
  read.set(day, used)
  if (used > perDay) problems.push('The permission allows fewer messages a day.')
  return problems
}

const judgeMessages = (
  { written, isWhole }: Permissions,
  answers: GrantAnswers,
  { t, app, conv }: AccessShared,
  { who, items }: OwnerTextOf<'access'>,
  { problems, unknown }: Judgement
): Judgement => {
  const place = answers.conversations.find(({ conversation }) => conversation === conv)
  if (!place && !answers.all) problems.push('The permission does not reach this conversation.')
  if (t === 'write') return { problems, unknown }
  const fromSeq = place?.fromSeq ?? 0
  if (items.some(({ seq }) => seq <= fromSeq)) problems.push('A message is older than the permission reaches back.')
  if (!answers.own) return { problems, unknown }
  const own = written.get(writerKey(who, app))
  const isOwn = (message: string | null) => message !== null && own?.has(message) === true
  // What the app wrote is known from its own entries, wherever they stand: a read can see a write that comes shortly after it in the log.
  const others = items.filter(({ message, answers: target }) => !isOwn(message) && (t === 'delete' || !isOwn(target)))
  if (others.length === 0) return { problems, unknown }
  if (isWhole(who) || isWhole(app)) problems.push('A message is neither from the app nor an answer to one of its own.')
  else unknown.push('Whether the app wrote these messages earlier does not show in this part of the evidence.')
  return { problems, unknown }
}
