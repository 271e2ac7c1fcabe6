// How the log stands, for operators and for the public page: size, what waits, growth.
import type { LogStatus } from '@parley/protocol/api/log.ts'
import { now } from '../base/clock.ts'
import type { Sql } from '../base/sql.ts'
import { latestCheckpoint } from './latest-checkpoint.ts'
import type { LogKeeper } from './log-keeper.ts'

const days = 30
// Counting further says nothing more.
const waitingMax = 100_000

/** Growth: how large the tree was at the end of each of the last days (UTC), oldest first; days before the first entry are left out. */
export const logStatus = async (
  sql: Sql,
  { origin, vkey }: LogKeeper
): Promise<Omit<LogStatus, 'witnesses' | 'mirrors'>> => {
  const [[state], [waiting], growth, published] = await Promise.all([
    sql<{ size: number; at: Date }[]>`select size, at from log.state`,
    sql<{ count: number; oldest: Date | null }[]>`
      select (select count(*) from (select from log.outbox limit ${waitingMax}) w)::int as count,
        (select at from log.entry where id = (select min(entry_id) from log.outbox)) as oldest`,
    sql<{ day: string; size: number }[]>`
      select to_char(d.day, 'YYYY-MM-DD') as day, c.size
      from generate_series(date_trunc('day', ${now()}::timestamptz at time zone 'UTC') - ${days - 1} * interval '1 day',
        date_trunc('day', ${now()}::timestamptz at time zone 'UTC'), interval '1 day') as d (day)
      cross join lateral (
        select size from log.checkpoint where at < (d.day + interval '1 day') at time zone 'UTC' order by at desc limit 1) c
      order by d.day`,
    latestCheckpoint(sql)
  ])
  return {
    origin,
    vkey,
    size: state?.size ?? 0,
    at: state?.at.toISOString() ?? now().toISOString(),
    waiting: {
      entries: waiting?.count ?? 0,
      ...(waiting?.oldest && { since: waiting.oldest.toISOString() })
    },
    growth: [...growth],
    ...(published && {
      published: { size: published.size, at: published.at.toISOString(), checkpoint: published.note }
    })
  }
}
