// When a grant ends by itself.
import type { Until } from '@parley/protocol/api/grant.ts'

const hourMs = 3_600_000
const lengthMs: Record<Until, number | undefined> = {
  // A single use that never comes must not stay open for good.
  once: 24 * hourMs,
  hour: hourMs,
  day: 24 * hourMs,
  '30_days': 30 * 24 * hourMs,
  '90_days': 90 * 24 * hourMs,
  until_revoked: undefined
}

/** A grant that no app used for so many days ends. */
export const unusedDaysMax = 90

/** Null: only when it is revoked, or unused for 90 days. */
export const endsAt = (until: Until, from: Date): Date | null => {
  const ms = lengthMs[until]
  return ms === undefined ? null : new Date(from.getTime() + ms)
}
