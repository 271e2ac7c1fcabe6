// Gives the permission back that stood behind a link.
import { giveBackById } from '../grant/give-back-by-id.ts'
import type { Platform } from '../platform.ts'
import { ParleyRefusal } from '../refusal.ts'

/** One that has ended already is fine, and so is one that Parley no longer knows. Throws ParleyUnreachable, after which it can be done again. */
export const giveBackLinked = (platform: Platform, grant: string): Promise<void> =>
  giveBackById(platform, grant).catch((error: unknown) => {
    if (!(error instanceof ParleyRefusal) || error.code !== 'grant_missing') throw error
  })
