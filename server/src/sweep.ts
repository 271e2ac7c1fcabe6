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

/** Runs until the application closes; what fails is logged, and the next round tries again. */
export const startSweep = (app: App, parts: Pick<Platform, 'sql' | 'bus' | 'barrier'>): void => {
  const { sql } = parts
  let rounds = 0
  let running: Promise<void> | undefined
  const round = async (): Promise<void> => {
    const often = [
      () => endGrants(parts),
      () => settleSuspensions(parts),
      () => finishErasures(parts),
      () => pruneAccess(sql),
      () => pruneAlerts(sql),
      () => pruneApprovals(sql),
      () => pruneBudgets(sql),
      () => pruneKept(sql)
    ]
    const rarely = [() => pruneLogin(sql), () => prunePeople(sql), () => pruneCheckpoints(sql)]
    for (const step of rounds++ % forgetEveryRounds > 0 ? often : [...often, ...rarely]) {
      // One that fails keeps no other from its turn.
      await step().catch((error: unknown) => app.log.error({ err: error }, 'a sweep failed'))
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
