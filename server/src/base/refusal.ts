// The one error class for what a caller can cause; everything else that is thrown is a bug.
import { problemType, refusals, type Problem, type RefusalCode } from '@parley/protocol/api/refusals.ts'

export type RefusalMore = Pick<Problem, 'detail' | 'right' | 'retryAfter' | 'approval'>

export class Refusal extends Error {
  readonly code: RefusalCode
  readonly more: RefusalMore

  /** more.retryAfter: seconds. more.right: the right that the grant lacks. more.approval: what waits for the person. */
  constructor(code: RefusalCode, more: RefusalMore = {}) {
    super(more.detail ?? refusals[code].title)
    this.code = code
    this.more = more
  }

  get status(): number {
    return refusals[this.code].status
  }

  problem(): Problem {
    const { status, title } = refusals[this.code]
    return { type: problemType(this.code), title, status, code: this.code, ...this.more }
  }
}
