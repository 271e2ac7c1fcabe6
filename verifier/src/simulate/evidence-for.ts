// The evidence of anybody in the story: a friend who sees that apps read their words, or an app with all that it did.
import { type BundleObject, makeBundle } from './simulated-bundle.ts'
import { checkpoint } from './simulated-log.ts'
import type { App } from './simulated-world.ts'
import { pass, type Stage } from './stage.ts'

/** Of Ben or Cara, who gave no permission: only what is about themselves and about apps is open. */
export const evidenceOfFriend = async ({ log, more }: Stage, friend: Stage['ben']): Promise<BundleObject> => {
  await checkpoint(log)
  const opens = (index: number) => more.includes(index) || log.logged[index]!.owner.includes(`"who":"${friend.lid}"`)
  return makeBundle(log, { parties: [friend], more, opens })
}

export const evidenceOfApp = async ({ log, grants }: Stage, app: App): Promise<BundleObject> => {
  pass(log, 1)
  await checkpoint(log)
  return makeBundle(log, { parties: [app, ...grants.filter((one) => one.app === app).map(({ party }) => party)] })
}
