// Check V17 for agents: what one writes after it has read elsewhere was approved before, that very message.
import type { OwnerTextOf, SharedText } from '@parley/protocol/log/entry-texts.ts'
import { clockSeconds } from '@parley/protocol/log/judge-checkpoint.ts'
import { timeMs } from '@parley/protocol/log/scalars.ts'
import { type AccessShared, type Permissions, writerKey } from './permission.ts'

type DecisionShared = Extract<SharedText, { frame: 'decision' }>

/** How long a read counts. */
const windowMs = 24 * 3_600_000
/** How long after the approval the message can be written. */
const approvedMs = 10 * 60_000

export type Agents = {
  /** Apps that are registered as agents. */
  apps: Set<string>
  /** By writerKey, then by conversation: when it last read something there. */
  read: Map<string, Map<string, number>>
  /** Messages that were approved, and when; those that were denied are not here. */
  approved: Map<string, number>
}

const approvalKey = (g: string, conv: string, message: string): string => `${g} ${conv} ${message}`

/** Takes a decision into account, and says what is wrong with it. */
export const noteDecision = (
  { approved }: Agents,
  { grants }: Permissions,
  { t, app, at }: DecisionShared,
  { g, who, conv, message }: OwnerTextOf<'decision'>
): string[] => {
  const grant = grants.get(g)
  if (!grant || grant.app !== app || grant.who !== who)
    return ['Somebody decided about a permission that is not theirs, or for another app.']
  if (t === 'approve') approved.set(approvalKey(g, conv, message), timeMs(at) ?? 0)
  return []
}

/** Takes a read of an agent into account, and says what is wrong with a write of one. */
export const judgeAgent = (
  { apps, read, approved }: Agents,
  { t, app, conv, at }: AccessShared,
  { g, who, items }: OwnerTextOf<'access'>
): string[] => {
  if (!apps.has(app)) return []
  const atMs = timeMs(at) ?? 0
  const places = read.get(writerKey(who, app)) ?? new Map<string, number>()
  if (t === 'read' && items.length > 0) read.set(writerKey(who, app), places.set(conv, atMs))
  if (t !== 'write' || ![...places].some(([place, readMs]) => place !== conv && readMs > atMs - windowMs)) return []
  return items.flatMap(({ message }) => {
    const approvedAt = approved.get(approvalKey(g, conv, message))
    if (approvedAt === undefined) return ['An agent that had read elsewhere wrote a message that nobody had approved.']
    return atMs > approvedAt + approvedMs + clockSeconds * 1000
      ? ['An agent wrote a message long after it was approved.']
      : []
  })
}
