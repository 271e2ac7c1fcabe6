// The gate's answers as refusals.
import type { RefusalCode } from '@parley/protocol/api/refusals.ts'
import { Refusal } from '../base/refusal.ts'

const codes: Record<string, RefusalCode> = {
  token_inactive: 'token_inactive',
  proof_required: 'proof_required',
  proof_mismatch: 'proof_mismatch',
  proof_replayed: 'proof_replayed',
  no_grant: 'grant_required',
  grant_ended: 'grant_ended',
  app_suspended: 'app_suspended',
  right_missing: 'right_missing',
  missing: 'conversation_missing',
  message_missing: 'message_missing',
  cursor_ahead: 'invalid_cursor',
  key_reused: 'key_reused',
  not_friends: 'not_friends',
  no_reply_target: 'reply_target_missing',
  not_yours: 'not_yours',
  own_only: 'own_only'
}

/** Throws unless the gate said ok or repeated. right: what the operation needs. */
export const refuseStatus = (status: string | undefined, right: 'read' | 'write' | 'delete' | 'friends'): void => {
  if (status === 'ok' || status === 'repeated') return
  const code = status === undefined ? undefined : codes[status]
  if (!code) throw new Error(`The gate answered with an unknown status: ${status}`)
  throw new Refusal(
    code,
    code === 'right_missing' ? { right, detail: `The person did not give the right "${right}"` } : {}
  )
}
