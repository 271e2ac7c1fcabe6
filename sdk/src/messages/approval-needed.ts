// A write of an agent that waits for its person.
import type { ToldMessage } from '@parley/protocol/api/partner.ts'
import type { CallOptions } from '../call.ts'
import { ParleyRefusal } from '../refusal.ts'
import { wait } from '../wait.ts'

const pollSeconds = 3

/**
 * Nothing is sent yet: your app is an agent, it has read in another conversation within a day, and the person is being asked. `wait()`
 * asks again until the person has decided, and returns the message once it is sent; it throws approval_denied, approval_expired (after ten
 * minutes), or the reason of the signal. To ask later, or after a restart, call `write` with the same content and the same `key`.
 */
export class ParleyApprovalNeeded extends ParleyRefusal {
  override readonly approval: { id: string; expiresAt: string }
  readonly #again: (options: CallOptions) => Promise<ToldMessage>
  constructor(
    refusal: ParleyRefusal,
    approval: { id: string; expiresAt: string },
    again: (options: CallOptions) => Promise<ToldMessage>
  ) {
    const { status, title, detail, retryAfter } = refusal
    super('approval_needed', {
      status,
      title,
      ...(detail !== undefined && { detail }),
      ...(retryAfter !== undefined && { retryAfter }),
      approval,
      cause: refusal
    })
    this.name = 'ParleyApprovalNeeded'
    this.approval = approval
    this.#again = again
  }

  async wait(options: CallOptions = {}): Promise<ToldMessage> {
    for (let seconds = this.retryAfter ?? pollSeconds; ;) {
      await wait(seconds * 1000, options.signal)
      try {
        return await this.#again(options)
      } catch (error) {
        if (!(error instanceof ParleyApprovalNeeded)) throw error
        seconds = error.retryAfter ?? pollSeconds
      }
    }
  }
}
