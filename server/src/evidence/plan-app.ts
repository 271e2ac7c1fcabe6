// Chooses what is an app's own evidence: all its entries or those of a period, and every permission that it used.
import { Refusal } from '../base/refusal.ts'
import type { Tx } from '../base/sql.ts'
import type { EvidencePlan } from './evidence-plan.ts'
import { checkpointForApp, firstSince, type Period } from './evidence-period.ts'
import { findMore } from './find-more.ts'

// By the app's own sequence, which holds every entry of every permission that it had. Of a period: all permissions of the people whose
// it was used, since what it wrote under an earlier one is its own under a later one.
const grantsOf = (tx: Tx, app: string, { since }: Period, size: number) => tx<{ id: string }[]>`
  with had as (
    select e.grant_id as id, e.person_id as person, min(p.idx) as first, max(l.at) as last
    from log.place p join log.leaf l on l.idx = p.idx join log.entry e on e.id = l.entry_id join log.party k on k.owner_id = e.grant_id
    where p.party_id = ${app} and p.idx < ${size}
    group by e.grant_id, e.person_id
  )
  select h.id from had h
  where ${since ?? null}::timestamptz is null or h.person in (select r.person from had r where r.last >= ${since ?? null}::timestamptz)
  order by h.first`

/** Throws evidence_pending before there is a checkpoint that has all it needs. */
export const planApp = async (tx: Tx, app: string, period: Period): Promise<EvidencePlan> => {
  const checkpoint = await checkpointForApp(tx, app, period)
  if (!checkpoint) throw new Refusal('evidence_pending')
  const { size } = checkpoint
  const grants = await grantsOf(tx, app, period, size)
  const plan: EvidencePlan = {
    checkpoint,
    asked: [{ id: app, first: await firstSince(tx, app, period, size) }, ...grants.map(({ id }) => ({ id, first: 1 }))],
    withKeys: false,
    more: [],
    reader: { app }
  }
  return { ...plan, more: await findMore(tx, plan, {}) }
}
