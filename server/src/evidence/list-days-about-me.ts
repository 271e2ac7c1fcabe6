// How many of somebody's messages apps of other people read: per app and day.
import type { DayOfMine } from '@parley/protocol/api/evidence.ts'
import { readCursor, writeCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import { looksMax, walkReads, type FoundRead } from './walk-reads.ts'

const dayMs = 86_400_000

const sum = (reads: readonly FoundRead[]): number => reads.reduce((n, { count }) => n + count, 0)

const toDay = (reads: readonly FoundRead[]): DayOfMine => {
  const { day, app, i } = reads[0]!
  return {
    day: new Date(day * dayMs).toISOString().slice(0, 10),
    ...(app && { app }),
    reads: reads.length,
    count: sum(reads),
    ...(reads.some(({ isUnsure }) => isUnsure) && { atLeast: true }),
    within: writeCursor([day, app?.id ?? '', i, reads.at(-1)!.i])
  }
}

/**
 * Newest day first. A page ends where enough entries were looked at; a day that goes on behind its end comes again on the next page, and its
 * numbers add up. Throws invalid_cursor.
 */
export const listDaysAboutMe = async (
  sql: Sql,
  person: string,
  { after, limit }: { after?: string | undefined; limit: number }
): Promise<{ items: DayOfMine[]; next?: string }> => {
  let before = after === undefined ? undefined : readCursor(after, 'number')[0]
  const groups = new Map<string, FoundRead[]>()
  let next: number | undefined
  for (let look = 0; look < looksMax; look++) {
    const walked = await walkReads(sql, person, { before })
    for (const read of walked.reads) {
      const key = `${read.day} ${read.app?.id ?? ''}`
      const group = groups.get(key)
      if (!group && groups.size === limit) return { items: sorted(groups), next: writeCursor([read.i + 1]) }
      if (group) group.push(read)
      else groups.set(key, [read])
    }
    next = before = walked.before
    if (before === undefined || groups.size === limit) break
  }
  return { items: sorted(groups), ...(next !== undefined && { next: writeCursor([next]) }) }
}

// An entry at midnight may stand behind one of the next day.
const sorted = (groups: ReadonlyMap<string, FoundRead[]>): DayOfMine[] =>
  [...groups.values()].toSorted(([a], [b]) => b!.day - a!.day).map(toDay)
