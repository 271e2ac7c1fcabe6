// Earlier checkpoints for evidence: those right before and right after its entries, so that their times can be checked.
import type { Tx } from '../base/sql.ts'
import type { TreeReader } from '../log/tree-reader.ts'
import { type EvidencePlan, membersOf } from './evidence-plan.ts'

// The finest of these that gives no more stretches than this; days always do.
const stretches = ['1 millisecond', '1 second', '1 minute', '1 hour']
const stretchesMax = 150

type Stretch = { first: number; last: number }

const stretchesOf = (tx: Tx, plan: EvidencePlan, width: string) => tx<Stretch[]>`
  with ${membersOf(tx, plan)}
  select min(m.idx) as first, max(m.idx) as last from member m join log.leaf l on l.idx = m.idx
  group by date_bin(${width}::interval, l.at, '2000-01-01') order by 1
  limit ${width === '1 day' ? 10_000 : stretchesMax + 1}`

const findStretches = async (tx: Tx, plan: EvidencePlan): Promise<Stretch[]> => {
  for (const width of stretches) {
    const found = await stretchesOf(tx, plan, width)
    if (found.length <= stretchesMax) return found
  }
  return stretchesOf(tx, plan, '1 day')
}

const checkpointsMax = 5000

/** Rising in size, each with the proof that it is a beginning of the next, as they stand in the bundle. */
export const readPrior = async (tx: Tx, plan: EvidencePlan, tree: TreeReader): Promise<string[]> => {
  const found = await findStretches(tx, plan)
  const rows = await tx<{ size: number; note: string }[]>`
    select c.size, c.note || coalesce((select string_agg(s.line, '' order by s.witness) from log.cosignature s where s.size = c.size), '') as note
    from log.checkpoint c where c.size < ${plan.checkpoint.size} and c.size in (
      select coalesce(b.size, a.size) from unnest(${found.map(({ first }) => first)}::bigint[], ${found.map(({ last }) => last)}::bigint[]) as s (first, last)
      cross join generate_series(0, 1) which
      left join lateral (select size from log.checkpoint where cosigned_at is not null and size <= s.first order by size desc limit 1) b on which = 0
      left join lateral (select size from log.checkpoint where cosigned_at is not null and size > s.last order by size limit 1) a on which = 1)
    order by c.size limit ${checkpointsMax}`
  return Promise.all(
    rows.map(async ({ size, note }, at) => {
      const proof = await tree.consistency(size, rows[at + 1]?.size ?? plan.checkpoint.size)
      return JSON.stringify({
        checkpoint: note,
        consistency: proof.map((hash) => Buffer.from(hash).toString('base64'))
      })
    })
  )
}
