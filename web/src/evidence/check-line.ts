// Checks a line of Activity in this browser: asks for its proof and judges it by what the browser remembers of the log.
import type { LoggedEntry } from '@parley/protocol/api/evidence.ts'
import type { Activity } from '@parley/protocol/api/grant.ts'
import type { JudgedEntry } from '@parley/protocol/log/judge-entry.ts'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { nowMs, wait } from '../clock.ts'
import type { Check } from './check.ts'
import { judgeLine } from './judge-line.ts'
import { judgeLog, type JudgedLog } from './judge-log.ts'
import { keepKnownLog, readKnownLog } from './known-log.ts'
import { lookAtLog } from './look-at-log.ts'
import { readLogTile } from './public-log.ts'

export type CheckedLine =
  | { state: 'pending' }
  /** Not in the log although it should be since long. */
  | { state: 'late' }
  | { state: 'checked'; checks: Check[]; entry?: JudgedEntry; appName?: string }

/** The platform promises to log within this time (docs/spec/log.md, "Receipt"). */
const promisedMs = 60_000
const againMs = 1000
const tries = 12

/** Checks lines one after the other against one look at the log. me: whose lines they are. */
export const startChecking = (me: string) => {
  let look: ReturnType<typeof lookAtLog> | undefined
  const judged = new Map<string, Promise<JudgedLog>>()
  const judge = (note: string): Promise<JudgedLog> => {
    const known = judged.get(note) ?? judgeNote(note)
    judged.set(note, known)
    return known
  }
  const judgeNote = async (note: string): Promise<JudgedLog> => {
    look ??= lookAtLog()
    const head = await look
    const known = readKnownLog() ?? head?.known
    if (!known) throw new Error('Looking at the log leaves something to remember')
    if (head && known.seen?.note === note) return head
    const other = await judgeLog(known, note, { readTile: readLogTile, nowMs: nowMs(), isHead: false })
    keepKnownLog(other.known)
    const wrong = (head?.checks ?? []).filter(({ mark }) => mark === 'bad')
    return { ...other, checks: [...wrong, ...other.checks] }
  }
  /** said: hears when the entry is not in the log yet. Throws ApiError when the platform or the log cannot be reached. */
  return async (item: Activity, said: (state: CheckedLine) => void = () => undefined): Promise<CheckedLine> => {
    for (let attempt = 0; attempt < tries; attempt++) {
      const logged = await call<LoggedEntry>('GET', api.activityProof(item.id))
      if (!('pending' in logged)) return checkOpened(me, item, logged, await judge(logged.checkpoint))
      if (nowMs() - Date.parse(item.at) > promisedMs) return { state: 'late' }
      said({ state: 'pending' })
      await wait(againMs)
    }
    return { state: 'pending' }
  }
}

const checkOpened = async (
  me: string,
  item: Activity,
  opened: Exclude<LoggedEntry, { pending: true }>,
  { checks, checkpoint }: JudgedLog
): Promise<CheckedLine> => {
  if (!checkpoint) return { state: 'checked', checks }
  const known = readKnownLog()
  const line = await judgeLine(item, opened, checkpoint, known?.lids[me])
  const { owner } = line.entry ?? {}
  if (known && owner && 'who' in owner && known.lids[me] === undefined)
    keepKnownLog({ ...known, lids: { ...known.lids, [me]: owner.who } })
  const [place, ...rest] = line.checks
  return { ...line, state: 'checked', checks: [...(place ? [place] : []), ...checks, ...rest] }
}
