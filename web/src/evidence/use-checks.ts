// The checks of a page of Activity: which lines were checked and what came out.
import { createContext, use, useCallback, useMemo, useRef, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import type { Activity } from '../api/shapes.ts'
import type { CheckedLine } from './check-line.ts'
import { hasBad } from './check.ts'

export type LineState = CheckedLine | { state: 'checking' } | { state: 'failed'; error: unknown }

/** done: of how many lines, once all that were shown are being checked. */
type Progress = { of: Activity[]; done: number }

const load = () => import('./check-line.ts')

export const useChecks = () => {
  const me = useMe().id
  const [states, setStates] = useState<ReadonlyMap<string, LineState>>(new Map())
  const [progress, setProgress] = useState<Progress>()
  const run = useRef(0)
  const set = useCallback((id: string, state: LineState) => setStates((all) => new Map(all).set(id, state)), [])
  const checkOne = useCallback(
    async (item: Activity, check: ReturnType<Awaited<ReturnType<typeof load>>['startChecking']>) => {
      set(item.id, { state: 'checking' })
      set(
        item.id,
        await check(item, (state) => set(item.id, state)).catch((error: unknown) => ({
          state: 'failed' as const,
          error
        }))
      )
    },
    [set]
  )
  const check = useCallback(
    async (item: Activity) => {
      set(item.id, { state: 'checking' })
      const start = await load().catch((error: unknown) => set(item.id, { state: 'failed', error }))
      if (start) await checkOne(item, start.startChecking(me))
    },
    [me, set, checkOne]
  )
  const checkAll = useCallback(
    async (items: Activity[]) => {
      const mine = ++run.current
      setProgress({ of: items, done: 0 })
      const start = await load().catch(() => undefined)
      const checkNext = start?.startChecking(me)
      for (const [at, item] of items.entries()) {
        if (!checkNext) set(item.id, { state: 'failed', error: undefined })
        else await checkOne(item, checkNext)
        if (run.current !== mine) return
        setProgress({ of: items, done: at + 1 })
      }
    },
    [me, set, checkOne]
  )
  return useMemo(() => ({ states, progress, check, checkAll }), [states, progress, check, checkAll])
}
export type Checks = ReturnType<typeof useChecks>

export const ChecksContext = createContext<Checks | undefined>(undefined)

/** Throws outside a page with checks. */
export const useLineCheck = (item: Activity): { state: LineState | undefined; check: () => Promise<void> } => {
  const checks = use(ChecksContext)
  if (!checks) throw new Error('No checks around this line')
  return { state: checks.states.get(item.id), check: () => checks.check(item) }
}

export type Verdict = 'good' | 'bad' | 'waiting' | 'failed'

/** Undefined while it is not known. */
export const verdictOf = (state: LineState | undefined): Verdict | undefined => {
  switch (state?.state) {
    case 'checked':
      return hasBad(state.checks) ? 'bad' : 'good'
    case 'late':
      return 'bad'
    case 'pending':
      return 'waiting'
    case 'failed':
      return 'failed'
    default:
      return undefined
  }
}
