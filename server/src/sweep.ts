// Work that no request triggers, at a steady pace: ended grants, forgotten proofs, sessions and links.
import { pruneAlerts } from './access/forget-alerts.ts'
import { pruneApprovals } from './access/forget-approvals.ts'
import { pruneAccess } from './access/prune-access.ts'
import { pruneBudgets } from './grants/prune-budgets.ts'
import type { App } from './base/http.ts'
import { pruneKept } from './conversations/prune-kept.ts'
import { endGrants } from './grants/end-grants.ts'
import { settleSuspensions } from './grants/settle-suspension.ts'
import { pruneCheckpoints } from './log/prune-checkpoints.ts'
import { pruneLogin } from './login/prune-login.ts'
import { prunePeople } from './people/prune-people.ts'
import type { Platform } from './platform.ts'
import { finishErasures } from './privacy/finish-erasures.ts'

const everyMs = 20_000
// Forgetting is not urgent and looks through whole tables.
const forgetEveryRounds = 90

/** Runs until the application closes; a failing round is logged and the next one tries again. */
export const startSweep = (app: App, parts: Pick<Platform, 'sql' | 'bus' | 'barrier'>): void => {
  const { sql } = parts
  let rounds = 0
  let running: Promise<void> | undefined
  const round = async (): Promise<void> => {
    try {
      await endGrants(parts)
      await settleSuspensions(parts)
      await finishErasures(parts)
      await pruneAccess(sql)
      await pruneAlerts(sql)
      await pruneApprovals(sql)
      await pruneBudgets(sql)
      await pruneKept(sql)
      if (rounds++ % forgetEveryRounds > 0) return
      await pruneLogin(sql)
      await prunePeople(sql)
      await pruneCheckpoints(sql)
    } catch (error) {
      app.log.error({ err: error }, 'a sweep failed')
    }
  }
  const timer = setInterval(() => {
    running ??= round().finally(() => {
      running = undefined
    })
  }, everyMs)
  app.addHook('onClose', async () => {
    clearInterval(timer)
    await running
  })
}
