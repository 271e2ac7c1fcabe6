// Chooses what is an app's own evidence: all its entries, and every permission that it had.
import { Refusal } from '../base/refusal.ts'
import type { Tx } from '../base/sql.ts'
import { latestCheckpoint } from '../log/latest-checkpoint.ts'
import type { EvidencePlan } from './evidence-plan.ts'
import { findMore } from './find-more.ts'

/** Throws evidence_pending before there is a checkpoint. */
export const planApp = async (tx: Tx, app: string): Promise<EvidencePlan> => {
  const checkpoint = await latestCheckpoint(tx)
  if (!checkpoint) throw new Refusal('evidence_pending')
  // By the app's own sequence, which holds every entry of every permission that it had.
  const grants = await tx<{ id: string }[]>`
    select e.grant_id as id
    from log.place p join log.leaf l on l.idx = p.idx join log.entry e on e.id = l.entry_id join log.party k on k.owner_id = e.grant_id
    where p.party_id = ${app} and p.idx < ${checkpoint.size}
    group by e.grant_id order by min(p.idx)`
  const plan: EvidencePlan = {
    checkpoint,
    asked: [{ id: app, first: 1 }, ...grants.map(({ id }) => ({ id, first: 1 }))],
    withKeys: false,
    more: [],
    reader: { app }
  }
  return { ...plan, more: await findMore(tx, plan, {}) }
}
