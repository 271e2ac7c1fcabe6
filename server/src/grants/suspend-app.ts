// Suspends an app: what an operator does when an app breaks the rules, with the reason in the log.
import { checkReason } from '../log/check-reason.ts'
import { settleSuspension, type AppParts } from './settle-suspension.ts'

/**
 * From now on the app can neither act under a permission nor log anybody in; its permissions stay as they are. Answers when that is
 * final. A crash before the end leaves the suspension unsettled; the sweep settles it. False when the app was suspended already. Throws
 * invalid_request.
 */
export const suspendApp = async (parts: AppParts, app: string, because: string): Promise<boolean> => {
  checkReason(because)
  const [row] = await parts.sql<{ now: boolean }[]>`select grants.suspend_app(${app}, ${because}) as now`
  await settleSuspension(parts, app)
  return row?.now === true
}
