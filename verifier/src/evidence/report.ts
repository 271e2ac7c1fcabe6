// What came out of checking: findings, and the facts that a verdict in sentences needs.
import type { CheckId, Find, Finding, Level } from '@parley/protocol/log/finding.ts'

export type Verdict = 'valid' | 'violation' | 'malformed' | 'insufficient'

export type Report = {
  verdict: Verdict
  findings: Finding[]
  /** Checks that ran, with how many findings of each level; whatever is not here was not checked. */
  checked: CheckId[]
  facts: Record<string, unknown>
}

export const exitCodes: Record<Verdict, number> = { valid: 0, violation: 1, malformed: 2, insufficient: 3 }

/** One broken thing can break thousands of entries; the first ones say enough. Remarks are few. */
const findingsPerCheckMax = 100

/** A list to be filled, and what fills it. */
export const collect = (): { findings: Finding[]; find: Find } => {
  const findings: Finding[] = []
  const counts = new Map<string, number>()
  const find = (check: CheckId, level: Level, text: string, index?: number) => {
    const key = `${check} ${level}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (count <= findingsPerCheckMax) findings.push({ check, level, text, ...(index !== undefined && { index }) })
    else if (count === findingsPerCheckMax + 1)
      findings.push({ check, level, text: 'There are more findings of this kind.' })
  }
  return { findings, find }
}

/** A violation tells more than a malformed part, and both more than that something is missing. */
export const verdictOf = (findings: readonly Finding[]): Verdict =>
  (['violation', 'malformed', 'insufficient'] as const).find((level) => findings.some((one) => one.level === level)) ??
  'valid'
