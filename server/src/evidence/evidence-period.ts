// The period that evidence is about, in checkpoints and in the numbers of a party's entries.
import { now } from '../base/clock.ts'
import type { Tx } from '../base/sql.ts'
import { latestCheckpoint, type PublishedCheckpoint } from '../log/latest-checkpoint.ts'

/** Days in UTC, both included. */
export type Period = { since?: string | undefined; until?: string | undefined }

const dayMs = 86_400_000

// The first checkpoint after the last day has every entry of the period, and few more.
/** The latest one, or the first after the last day. */
export const checkpointFor = async (tx: Tx, { until }: Period): Promise<PublishedCheckpoint | undefined> => {
  const end = until === undefined ? undefined : new Date(Date.parse(until) + dayMs)
  if (!end || end > now()) return latestCheckpoint(tx)
  const [first] = await tx<{ size: number }[]>`
    select size from log.checkpoint where cosigned_at is not null and at >= ${end} order by size limit 1`
  return latestCheckpoint(tx, first ? { upto: first.size } : {})
}

// Of a person whose account is closed, the entries of an app are closed by one that must be in the tree. The first checkpoint that has it may
// have more such entries, of others.
/** As checkpointFor, or the first later one that says why each entry of the app in it is closed; undefined when there is none yet. */
export const checkpointForApp = async (
  tx: Tx,
  app: string,
  period: Period
): Promise<PublishedCheckpoint | undefined> => {
  let checkpoint = await checkpointFor(tx, period)
  while (checkpoint) {
    const { size } = checkpoint
    const [missing] = await tx<{ idx: number | null }[]>`
      select l.idx from log.entry r left join log.leaf l on l.entry_id = r.id
      cross join lateral (
        select from log.entry e join log.leaf x on x.entry_id = e.id
        where e.person_id = r.person_id and e.owner is null and ${app} = any(e.parties) and x.idx < ${size} limit 1) closed
      where r.app_id = ${app} and r.kind = 'erase' and (l.idx is null or l.idx >= ${size})
      order by l.idx desc nulls first limit 1`
    if (!missing) return checkpoint
    const [first] = await tx<{ size: number }[]>`
      select size from log.checkpoint where cosigned_at is not null and size > ${missing.idx} order by size limit 1`
    checkpoint = first && (await latestCheckpoint(tx, { upto: first.size }))
  }
  return undefined
}

/** The number of a party's first entry that was put into the log on the first day or later; one more than the last when there is none. */
export const firstSince = async (tx: Tx, party: string, { since }: Period, size: number): Promise<number> => {
  if (since === undefined) return 1
  const [row] = await tx<{ i: number }[]>`
    select coalesce(
      (select min(p.i) from log.place p join log.leaf l on l.idx = p.idx where p.party_id = ${party} and p.idx < ${size} and l.at >= ${since}::timestamptz),
      (select max(i) + 1 from log.place where party_id = ${party} and idx < ${size}), 1) as i`
  return row?.i ?? 1
}
