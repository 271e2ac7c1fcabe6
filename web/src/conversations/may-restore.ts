// Whether a message that an app deleted can still be restored by who wrote it.
import { restoreDays } from '@parley/protocol/api/undo.ts'
import type { MessageEvent } from '../api/shapes.ts'
import { nowMs } from '../clock.ts'

const dayMs = 86_400_000

/** As far as it shows here; the platform has the last word. */
export const mayRestore = ({ deleted }: MessageEvent): boolean =>
  deleted?.via !== undefined && Date.parse(deleted.at) + restoreDays * dayMs > nowMs()
