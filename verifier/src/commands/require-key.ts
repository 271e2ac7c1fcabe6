// Check V2 for single files: without a key of the log, nothing can be said.
import type { Find } from '@parley/protocol/log/finding.ts'
import type { Trust } from '@parley/protocol/log/judge-checkpoint.ts'

export const requireKey = ({ policy }: Trust, find: Find): boolean => {
  if (policy.logs.length > 0) return true
  find('V2', 'insufficient', 'No key of the log is given. Ask for it somewhere else than where the file comes from.')
  return false
}
