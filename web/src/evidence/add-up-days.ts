// Puts together what pages say of one app on one day: a day that a page was too short for goes on with the next one. Pure.
import type { DayOfMine } from '@parley/protocol/api/evidence.ts'

/** withins: where the times of each part are asked for. */
export type AppDay = Omit<DayOfMine, 'within'> & { withins: string[] }

/** In the order in which the days came first. */
export const addedUp = (days: readonly DayOfMine[]): AppDay[] => {
  const found = new Map<string, AppDay>()
  for (const { within, ...day } of days) {
    const key = `${day.day} ${day.app?.id ?? ''}`
    const before = found.get(key)
    found.set(
      key,
      before
        ? {
            ...before,
            reads: before.reads + day.reads,
            count: before.count + day.count,
            ...((before.atLeast || day.atLeast) && { atLeast: true }),
            withins: [...before.withins, within]
          }
        : { ...day, withins: [within] }
    )
  }
  return [...found.values()]
}
