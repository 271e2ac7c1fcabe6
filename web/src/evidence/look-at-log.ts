// Looks at the log as it stands: is it still the one that this browser trusts, who signed it, has it only grown?
import { ApiError } from '../api/api-error.ts'
import { nowIso, nowMs } from '../clock.ts'
import type { Check } from './check.ts'
import { comparePolicies } from './compare-policies.ts'
import { judgeLog, type JudgedLog } from './judge-log.ts'
import { type Alarm, keepKnownLog, type KnownLog, readKnownLog } from './known-log.ts'
import { logKeyOf } from './log-key.ts'
import { readLogHead, readLogPolicy, readLogTile } from './public-log.ts'

/** Whom this browser trusts: what the log says of itself counts once, at the first look. */
const trusted = (policy: string | undefined): KnownLog => {
  const known = readKnownLog()
  if (known && isPolicy(known.policy)) return known
  if (policy === undefined || !isPolicy(policy))
    throw new ApiError('broken', 0, { title: 'Parley does not say by which key its log is signed.' })
  const first = { since: nowIso(), policy, lids: {} }
  keepKnownLog(first)
  return first
}

const isPolicy = (text: string): boolean => {
  try {
    logKeyOf(text)
    return true
  } catch {
    return false
  }
}

/** Remembers the log's key when a browser comes for the first time, long before anything is checked. */
export const firstLook = async (): Promise<void> => {
  trusted(await readLogPolicy())
}

/** undefined: the log has no entry yet. */
export type LookedAt = JudgedLog | undefined

/** What it finds out is remembered; what cannot be is kept as an alarm. Throws ApiError when the log cannot be reached. */
export const lookAtLog = async (): Promise<LookedAt> => {
  const policy = await readLogPolicy()
  const { known, change } = withPolicy(trusted(policy), policy)
  const head = await readLogHead()
  if (head === undefined && !known.seen) return undefined
  const judged: JudgedLog =
    head === undefined
      ? { checks: [gone], known: alarmed(known, 'smaller', [known.seen?.note ?? '', 'The log has no entry.']) }
      : await judgeLog(known, head, { readTile: readLogTile, nowMs: nowMs(), isHead: true })
  if (judged.known !== readKnownLog()) keepKnownLog(judged.known)
  return { ...judged, checks: [...change, ...judged.checks] }
}

const gone: Check = {
  name: 'growth',
  mark: 'bad',
  text: 'The log is empty, though this browser has seen entries in it.'
}

const alarmed = (known: KnownLog, kind: Alarm['kind'], said: Alarm['said']): KnownLog => ({
  ...known,
  alarm: known.alarm ?? { kind, at: nowIso(), said }
})

const withPolicy = (known: KnownLog, now: string | undefined): { known: KnownLog; change: Check[] } => {
  const bad = (name: Check['name'], text: string): Check[] => [{ name, mark: 'bad', text }]
  if (now === undefined || now === known.policy) return { known, change: [] }
  let compared: ReturnType<typeof comparePolicies>
  try {
    compared = comparePolicies(known.policy, now)
  } catch {
    return { known, change: bad('signature', 'The list of keys that Parley gives out cannot be read.') }
  }
  switch (compared) {
    case 'key':
      return {
        known: alarmed(known, 'key', [known.policy, now]),
        change: bad('signature', 'Parley now names another key for its log than the one that this browser remembers.')
      }
    case 'witnesses':
      return {
        known: alarmed(known, 'witnesses', [known.policy, now]),
        change: bad('witnesses', 'Parley now names other witnesses, or asks for fewer, than this browser remembers.')
      }
    default:
      return { known: { ...known, policy: now }, change: [] }
  }
}
