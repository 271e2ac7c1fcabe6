// Lets a suspended app in again.
import { checkReason } from '../log/check-reason.ts'
import { settleSuspension, type AppParts } from './settle-suspension.ts'

/** False when the app was not suspended. Throws invalid_request. */
export const restoreApp = async (parts: AppParts, app: string, because: string): Promise<boolean> => {
  checkReason(because)
  for (;;) {
    await settleSuspension(parts, app)
    const [row] = await parts.sql<{ now: boolean | null }[]>`select grants.restore_app(${app}, ${because}) as now`
    // Null: suspended once more in between.
    if (row && row.now !== null) return row.now
  }
}
