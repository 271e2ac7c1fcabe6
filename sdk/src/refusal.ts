// What can go wrong in a call, as two errors that an app can tell apart: refused, or not reached.
import type { Problem, RefusalCode } from '@parley/protocol/api/refusals.ts'
import { retryAfterSeconds } from './retry-after.ts'

/** Codes that this SDK and the OAuth endpoints add to the platform's own (RFC 6749 §4.1.2.1 and §5.2). */
export type LoginCode = 'access_denied' | 'invalid_grant' | 'login_stale' | 'login_mismatch'

/** Codes after which a connection is over: only a new login brings it back. */
export type EndCode = 'token_inactive' | 'grant_ended' | 'invalid_grant'

/**
 * The platform refused. `code` is stable, `title` and `detail` are sentences for people, `right` names what the permission lacks
 * (read, write, delete, friends), `retryAfter` is in seconds, `approval` says what waits for the person (ParleyApprovalNeeded).
 */
export class ParleyRefusal extends Error {
  readonly code: RefusalCode | LoginCode | (string & {})
  readonly status: number
  readonly title: string
  readonly detail: string | undefined
  readonly right: string | undefined
  readonly retryAfter: number | undefined
  readonly approval: Problem['approval']
  /** An earlier try of the same call got no answer, so what it asked for may have been done, before this refusal. */
  afterLoss = false
  constructor(
    code: RefusalCode | LoginCode | (string & {}),
    about: Pick<Problem, 'status' | 'title' | 'detail' | 'right' | 'retryAfter' | 'approval'> & { cause?: unknown }
  ) {
    super(about.detail ? `${about.title}: ${about.detail}` : about.title, { cause: about.cause })
    this.name = 'ParleyRefusal'
    this.code = code
    this.status = about.status
    this.title = about.title
    this.detail = about.detail
    this.right = about.right
    this.retryAfter = about.retryAfter
    this.approval = about.approval
  }
}

/** The platform could not be reached, or answered with a fault of its own (5xx), also after all retries. */
export class ParleyUnreachable extends Error {
  readonly status: number | undefined
  constructor(message: string, about: { status?: number; cause?: unknown } = {}) {
    super(message, { cause: about.cause })
    this.name = 'ParleyUnreachable'
    this.status = about.status
  }
}

/** Makes the error for an answer that is not 2xx: its problem+json (RFC 9457) when it has one. */
export const errorFrom = async (response: Response): Promise<ParleyRefusal | ParleyUnreachable> => {
  const { status } = response
  const problem = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined
  if (status >= 500) return new ParleyUnreachable(`Parley answered ${status}`, { status })
  if (typeof problem?.code !== 'string') {
    return new ParleyRefusal('unknown', { status, title: `Parley answered ${status} without a reason` })
  }
  const retryAfter = problem.retryAfter ?? retryAfterSeconds(response.headers.get('retry-after'))
  return new ParleyRefusal(problem.code, {
    status,
    title: problem.title ?? problem.code,
    ...(problem.detail !== undefined && { detail: problem.detail }),
    ...(problem.right !== undefined && { right: problem.right }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(problem.approval !== undefined && { approval: problem.approval })
  })
}
