// The gate's answers as refusals.
import type { RefusalCode } from '@parley/protocol/api/refusals.ts'
import { now } from '../base/clock.ts'
import { Refusal, type RefusalMore } from '../base/refusal.ts'
import { budgetStartsAgainAt } from '../grants/budget-day.ts'

const codes: Record<string, RefusalCode> = {
  token_inactive: 'token_inactive',
  proof_required: 'proof_required',
  proof_mismatch: 'proof_mismatch',
  proof_replayed: 'proof_replayed',
  no_grant: 'grant_required',
  grant_ended: 'grant_ended',
  grant_paused: 'grant_paused',
  app_suspended: 'app_suspended',
  right_missing: 'right_missing',
  missing: 'conversation_missing',
  message_missing: 'message_missing',
  cursor_ahead: 'invalid_cursor',
  key_reused: 'key_reused',
  not_friends: 'not_friends',
  no_reply_target: 'reply_target_missing',
  budget_used: 'budget_used',
  kind_missing: 'kind_missing',
  approval_asked: 'approval_needed',
  approval_needed: 'approval_needed',
  approval_denied: 'approval_denied',
  approval_expired: 'approval_expired',
  approvals_full: 'approvals_full',
  not_yours: 'not_yours',
  own_only: 'own_only'
}

/** What is said when a grant's budget is used up. */
const whenAgain = (perDay: number): RefusalMore => {
  const at = budgetStartsAgainAt()
  return {
    detail: `The permission allows ${perDay} messages a day; the count starts again at ${at.toISOString()}`,
    retryAfter: Math.max(1, Math.ceil((at.getTime() - now().getTime()) / 1000))
  }
}

/** How soon an app asks again whether the person has approved. */
const approvalPollSeconds = 3

/** A write that waits for the person's approval. */
export type Waiting = { id: string; at: Date }

/** Throws when the gate said that a write waits for the person. */
export const refuseWaiting = (status: string | undefined, { id, at }: Waiting): void => {
  const code = codes[status ?? '']
  if (code !== 'approval_needed') return
  throw new Refusal(code, {
    detail:
      'Send the same request with the same Idempotency-Key again; it goes through once the person has approved it',
    retryAfter: approvalPollSeconds,
    approval: { id, expiresAt: at.toISOString() }
  })
}

/** Throws unless the gate said ok or repeated. right: what the operation needs. perDay: the budget of the grant. */
export const refuseStatus = (
  status: string | undefined,
  right: 'read' | 'write' | 'delete' | 'friends',
  perDay?: number | null
): void => {
  if (status === 'ok' || status === 'repeated') return
  const code = status === undefined ? undefined : codes[status]
  if (!code) throw new Error(`The gate answered with an unknown status: ${status}`)
  if (code === 'budget_used') throw new Refusal(code, whenAgain(perDay ?? 0))
  throw new Refusal(
    code,
    code === 'right_missing' ? { right, detail: `The person did not give the right "${right}"` } : {}
  )
}
