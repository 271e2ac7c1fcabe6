// Chooses what is evidence of a person: a whole life, one app, or a period.
import { Refusal } from '../base/refusal.ts'
import type { Tx } from '../base/sql.ts'
import type { EvidencePlan } from './evidence-plan.ts'
import { checkpointFor, firstSince, type Period } from './evidence-period.ts'
import { findMore } from './find-more.ts'

/** app: only the permissions of this app, each with its whole history. */
export type PersonAsks = Period & { app?: string | undefined }

// With every permission of an app that was used, since what the app wrote under an earlier one is its own under a later one.
const grantsOf = (tx: Tx, person: string, { app, since }: PersonAsks, size: number) => tx<
  { id: string; app: string }[]
>`
  with had as (
    select e.grant_id as id, e.app_id as app, min(l.idx) as first, max(l.at) as last
    from log.entry e join log.leaf l on l.entry_id = e.id join log.party k on k.owner_id = e.grant_id
    where e.person_id = ${person} and l.idx < ${size} and e.grant_id is not null and (${app ?? null}::uuid is null or e.app_id = ${app ?? null})
    group by e.grant_id, e.app_id
  )
  select h.id, h.app from had h
  where ${app ?? null}::uuid is not null or ${since ?? null}::timestamptz is null
    or h.app in (select r.app from had r where r.last >= ${since ?? null}::timestamptz)
  order by h.first`

/** Throws evidence_pending before there is a checkpoint, grant_missing when the person never gave the app a permission. */
export const planPerson = async (tx: Tx, person: string, asks: PersonAsks): Promise<EvidencePlan> => {
  const { app, since, until } = asks
  const checkpoint = await checkpointFor(tx, asks)
  if (!checkpoint) throw new Refusal('evidence_pending')
  const grants = await grantsOf(tx, person, asks, checkpoint.size)
  if (app !== undefined && grants.length === 0) throw new Refusal('grant_missing')
  const own = { id: person, first: await firstSince(tx, person, asks, checkpoint.size) }
  const plan: EvidencePlan = {
    checkpoint,
    asked: [...(app === undefined ? [own] : []), ...grants.map(({ id }) => ({ id, first: 1 }))],
    withKeys: app === undefined && since === undefined && until === undefined,
    more: [],
    reader: { person }
  }
  const withheldFrom = app === undefined ? {} : { withheldFor: person }
  return { ...plan, more: await findMore(tx, plan, withheldFrom) }
}
