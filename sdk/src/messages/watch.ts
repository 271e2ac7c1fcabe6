// Follows changes by asking again and again, as politely as the platform wishes.
import type { PartnerMessagePage } from '@parley/protocol/api/partner.ts'
import type { Access } from '../access.ts'
import { ParleyRefusal, ParleyUnreachable } from '../refusal.ts'
import { backoffMs } from '../retry-after.ts'
import { wait } from '../wait.ts'
import { changes } from './changes.ts'
import type { PageOptions } from './page-query.ts'

/** everyMs: the pause after an empty page, 3000 if left out. signal: ends the loop without an error. */
export type WatchOptions = PageOptions & { everyMs?: number | undefined }

/**
 * Yields every page of changes that has items; keep its `next` and give it as `after` to go on after a restart. Waits as long as
 * Retry-After asks, which is till the next day when the messages of a day are used up, and through outages. Ends when the signal is
 * aborted; throws ParleyRefusal when the connection is over.
 */
export async function* watch(
  access: Access,
  options: WatchOptions = {}
): AsyncGenerator<PartnerMessagePage, void, undefined> {
  let { after } = options
  let failures = 0
  while (!options.signal?.aborted) {
    let pauseMs = options.everyMs ?? 3000
    try {
      const page = await changes(access, { ...options, after })
      failures = 0
      if (page.items.length > 0) yield page
      after = page.next
      if (page.more) continue
    } catch (error) {
      if (options.signal?.aborted) return
      // The platform says when the day ends; a quarter of a day more would be too much.
      if (error instanceof ParleyRefusal && error.code === 'budget_used') {
        await wait((error.retryAfter ?? 3600) * 1000 + backoffMs(0, undefined), options.signal).catch(() => undefined)
        continue
      }
      const limited = error instanceof ParleyRefusal && error.code === 'rate_limited'
      if (!limited && !(error instanceof ParleyUnreachable)) throw error
      pauseMs = backoffMs(Math.min(++failures, 7), limited ? error.retryAfter : undefined)
    }
    await wait(pauseMs, options.signal).catch(() => undefined)
  }
}
