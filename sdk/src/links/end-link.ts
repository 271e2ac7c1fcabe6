// Ends what a person linked, when their assistant says so and sends no token.
import type { Platform } from '../platform.ts'
import { giveBackLinked } from './give-back-linked.ts'
import { linkName } from './open-link.ts'

/**
 * Gives the permission back that was last seen behind this user, and forgets the link; one that has ended already is fine. Answers whose
 * it was; undefined when nobody is known. Throws ParleyUnreachable, after which it can be done again.
 */
export const endLink = async (platform: Platform, user: string): Promise<{ id: string } | undefined> => {
  const name = linkName(user)
  const link = await platform.store.get(name)
  if (link?.kind !== 'link') return undefined
  await giveBackLinked(platform, link.grant)
  await platform.store.delete(name)
  return link.person
}
