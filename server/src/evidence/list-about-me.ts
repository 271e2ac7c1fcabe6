// Reads by apps of other people that touched somebody's messages, each with its time.
import type { ReadOfMine } from '@parley/protocol/api/evidence.ts'
import { readCursor, writeCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import { looksMax, walkReads, type FoundRead, type Range } from './walk-reads.ts'

export type AboutMePage = {
  after?: string | undefined
  /** One app on one day: what list-days-about-me.ts says of it. */
  within?: string | undefined
  limit: number
}

const toRead = ({ id, at, app, conversation, count, isUnsure }: FoundRead): ReadOfMine => ({
  id,
  at: at.toISOString(),
  ...(app && { app }),
  conversation,
  count,
  ...(isUnsure && { atLeast: true })
})

const rangeOf = ({ after, within }: AboutMePage): Range & { fits: (read: FoundRead) => boolean } => {
  const before = after === undefined ? undefined : readCursor(after, 'number')[0]
  if (within === undefined) return { before, fits: () => true }
  const [day, app, last, first] = readCursor(within, 'number', 'string', 'number', 'number')
  return {
    before: before ?? Math.min(last + 1, Number.MAX_SAFE_INTEGER),
    from: first,
    fits: (read) => read.day === day && (read.app?.id ?? '') === app
  }
}

/** Newest first, of those that are in the log. A page may be short where a person has many other entries. Throws invalid_cursor. */
export const listAboutMe = async (
  sql: Sql,
  person: string,
  page: AboutMePage
): Promise<{ items: ReadOfMine[]; next?: string }> => {
  const { from, fits, ...start } = rangeOf(page)
  let before = start.before
  const found: FoundRead[] = []
  for (let look = 0; look < looksMax && found.length < page.limit; look++) {
    const walked = await walkReads(sql, person, { before, from })
    found.push(...walked.reads.filter(fits))
    before = walked.before
    if (before === undefined) break
  }
  const items = found.slice(0, page.limit)
  const next = found.length > items.length ? items.at(-1)?.i : before
  return { items: items.map(toRead), ...(next !== undefined && { next: writeCursor([next]) }) }
}
