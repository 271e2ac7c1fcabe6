// The day of a budget: that of UTC, since the times of entries tell it to everybody alike.
import { now } from '../base/clock.ts'

const dayMs = 86_400_000

/** When the count of today starts again. */
export const budgetStartsAgainAt = (): Date => new Date((Math.floor(now().getTime() / dayMs) + 1) * dayMs)
