// Every refusal that a caller can cause: its code, its HTTP status and its title (RFC 9457 problem types).

/** A refusal travels as application/problem+json with type `/problems/<code with dashes>`. */
export const refusals = {
  invalid_request: { status: 400, title: 'The request does not have the right form' },
  invalid_text: { status: 400, title: 'The text contains characters that cannot be stored' },
  invalid_cursor: { status: 400, title: 'The cursor was not given out by this list' },
  body_too_large: { status: 413, title: 'The request body is too large' },
  unsupported_media_type: { status: 415, title: 'The request body must be JSON' },
  route_missing: { status: 404, title: 'There is nothing at this address' },
  foreign_origin: { status: 403, title: 'The request came from another site' },
  foreign_host: { status: 421, title: 'This server does not answer for that host' },
  rate_limited: { status: 429, title: 'Too many requests; wait a little' },

  not_signed_in: { status: 401, title: 'Sign in first' },
  wrong_credentials: { status: 401, title: 'The handle or the password is wrong' },
  confirm_first: { status: 403, title: 'Confirm first that it is you' },
  handle_taken: { status: 409, title: 'This handle is taken' },
  password_short: { status: 422, title: 'The password is too short' },
  password_breached: { status: 422, title: 'The password is too easy to guess' },
  challenge_expired: { status: 422, title: 'The passkey request has expired; try again' },
  passkey_failed: { status: 422, title: 'The passkey could not be checked' },
  passkey_known: { status: 409, title: 'This passkey is registered already' },
  last_key: { status: 409, title: 'The last way to sign in cannot be removed' },
  session_missing: { status: 404, title: 'There is no such session' },
  passkey_missing: { status: 404, title: 'There is no such passkey' },

  person_missing: { status: 404, title: 'There is no such person' },
  yourself: { status: 422, title: 'This cannot be done to yourself' },
  already_friends: { status: 409, title: 'You are friends already' },
  request_missing: { status: 404, title: 'There is no such friend request' },
  blocked_by_you: { status: 409, title: 'You block this person; unblock them first' },
  invite_missing: { status: 404, title: 'There is no such invite, or it has ended' },
  not_friends: { status: 403, title: 'You can write to friends only' },

  conversation_missing: { status: 404, title: 'There is no such conversation' },
  message_missing: { status: 404, title: 'There is no such message' },
  reply_target_missing: { status: 422, title: 'The message to reply to is not there' },
  not_sender: { status: 403, title: 'Only who wrote a message can delete it' },
  undo_over: { status: 409, title: 'What the app did to this message can no longer be undone' },
  id_reused: { status: 409, title: 'This id stands for another message already' },
  not_group: { status: 422, title: 'Only a group has this' },
  group_full: { status: 422, title: 'A group has at most 50 members' },

  grant_missing: { status: 404, title: 'There is no such permission' },
  alert_missing: { status: 404, title: 'There is no such alert' },
  login_missing: { status: 404, title: 'You do not log in to such an app' },
  not_narrower: { status: 422, title: 'A permission can only be narrowed' },
  consent_stale: { status: 409, title: 'This page is out of date; go back to the app and try again' },

  token_missing: { status: 401, title: 'An access token is required' },
  token_inactive: { status: 401, title: 'The access token is not active' },
  proof_required: { status: 401, title: 'This token needs a DPoP proof' },
  proof_invalid: { status: 401, title: 'The DPoP proof is not valid' },
  proof_mismatch: { status: 401, title: 'The token is bound to another DPoP key' },
  proof_replayed: { status: 401, title: 'The DPoP proof was used before' },
  grant_required: { status: 403, title: 'The person gave this app no permission for messages' },
  grant_ended: { status: 403, title: 'The permission has ended' },
  grant_paused: { status: 403, title: 'The permission is paused; the person can let it go on' },
  app_missing: { status: 404, title: 'There is no such app' },
  not_closer: { status: 403, title: 'Only who closed the group to apps can open it again' },
  budget_used: { status: 429, title: 'The messages that the permission allows for today are used up' },
  kind_missing: { status: 403, title: 'The permission does not include this kind of message' },
  app_suspended: { status: 403, title: 'Whoever runs this platform has suspended the app' },
  right_missing: { status: 403, title: 'The permission does not include this' },
  approval_needed: { status: 403, title: 'The person must approve this message first; it is not sent' },
  approval_denied: { status: 403, title: 'The person did not approve this message' },
  approval_expired: { status: 403, title: 'Nobody approved this message in time' },
  approvals_full: { status: 429, title: 'Too many messages of this app wait for approval' },
  approval_missing: { status: 404, title: 'There is no such message to approve' },
  approval_over: { status: 409, title: 'This can no longer be decided' },
  not_yours: { status: 403, title: 'Somebody else wrote this message' },
  own_only: { status: 403, title: 'The permission covers only messages that this app wrote' },
  receipt_missing: { status: 404, title: 'There is no such receipt of this app and person' },
  entry_missing: { status: 404, title: 'There is no such entry of yours' },
  evidence_pending: { status: 409, title: 'The log has not signed this yet; try again in a few seconds' },
  client_unknown: { status: 401, title: 'The client id or the client secret is wrong' },
  key_missing: { status: 400, title: 'An Idempotency-Key header is required' },
  key_reused: { status: 422, title: 'This Idempotency-Key was used for another request' }
} as const satisfies Record<string, { status: number; title: string }>

export type RefusalCode = keyof typeof refusals

/** The body of a refusal (RFC 9457 §3). right: the missing right (read, write, delete, friends). retryAfter: seconds. */
export type Problem = {
  type: string
  title: string
  status: number
  code: RefusalCode
  detail?: string
  right?: string
  retryAfter?: number
  /** What waits for the person (approval_needed); repeat the request with its Idempotency-Key. expiresAt: RFC 3339. */
  approval?: { id: string; expiresAt: string }
}

export const problemType = (code: RefusalCode): string => `/problems/${code.replaceAll('_', '-')}`
