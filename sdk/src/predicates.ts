// Questions that an app asks of an error, so that it can say the right thing on screen.
import { type EndCode, ParleyRefusal, ParleyUnreachable } from './refusal.ts'

const endCodes: readonly string[] = ['token_inactive', 'grant_ended', 'invalid_grant'] satisfies EndCode[]

/** The connection is over (revoked, ended by its time, given back): show "connect again". */
export const endsConnection = (error: unknown): error is ParleyRefusal & { code: EndCode } =>
  error instanceof ParleyRefusal && endCodes.includes(error.code)

/** The right that the permission lacks (read, write, delete, friends; `messages` when there is none at all), or undefined. */
export const missingRight = (error: unknown): string | undefined => {
  if (!(error instanceof ParleyRefusal)) return undefined
  if (error.code === 'grant_required') return 'messages'
  return error.code === 'right_missing' ? error.right : undefined
}

/** The person said no on the consent page (RFC 6749 §4.1.2.1). */
export const isDenied = (error: unknown): error is ParleyRefusal =>
  error instanceof ParleyRefusal && error.code === 'access_denied'

/** The login is too old, was finished already, or belongs to another browser: start it again. */
export const isStaleLogin = (error: unknown): error is ParleyRefusal =>
  error instanceof ParleyRefusal && (error.code === 'login_stale' || error.code === 'login_mismatch')

/** Parley could not be reached; the same call may work later. */
export const isUnreachable = (error: unknown): error is ParleyUnreachable => error instanceof ParleyUnreachable
