// The steps of random histories that stand in files of their own, as often as they come up.
import { agentTurn, decide } from './random-agents.ts'
import { appDelete, undoSome } from './random-deletions.ts'
import { away, closeSome, endSome, suspendOrRestore } from './random-lives.ts'
import { allow, close, reopen, withhold } from './random-withholding.ts'
import type { Act } from './random-world.ts'

const deletions: readonly Act[] = [appDelete, appDelete, undoSome, undoSome]
const withholding: readonly Act[] = [withhold, withhold, allow, close, reopen]
const lives: readonly Act[] = [suspendOrRestore, endSome, closeSome, agentTurn, decide]

export const acts: readonly Act[] = [
  ...deletions,
  ...withholding,
  ...lives,
  away([allow, reopen, closeSome, ...withholding])
]
