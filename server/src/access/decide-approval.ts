// A person approves or denies what an agent wants to write.
import type { Approval } from '@parley/protocol/api/approval.ts'
import type { Bus } from '../base/bus.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { findApproval } from './list-approvals.ts'

/**
 * Writes no message: the app's next request with its key does, so that the app has its answer and its receipt. Deciding the same twice is
 * one decision and one entry. Throws approval_missing and approval_over.
 */
export const decideApproval = async (
  { sql, bus }: { sql: Sql; bus: Bus },
  person: string,
  id: string,
  state: 'approved' | 'denied'
): Promise<Approval> => {
  const [row] = await sql<{ status: string }[]>`select access.decide_approval(${id}, ${person}, ${state}) as status`
  if (row?.status === 'missing') throw new Refusal('approval_missing')
  if (row?.status === 'over') throw new Refusal('approval_over')
  if (row?.status === 'ok') {
    bus.publish({ topic: 'person', person, changed: 'approvals' })
    bus.publish({ topic: 'person', person, changed: 'activity' })
  }
  return findApproval(sql, person, id)
}
