// The steps of random histories that stand in files of their own, as often as they come up.
import { appDelete, undoSome } from './random-deletions.ts'
import { allow, close, reopen, withhold } from './random-withholding.ts'
import type { Act } from './random-world.ts'

export const acts: readonly Act[] = [appDelete, appDelete, undoSome, undoSome, withhold, withhold, allow, close, reopen]
