// Accepts a friend request.
import type { Bus } from '../base/bus.ts'
import { now } from '../base/clock.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { tellFriendship } from './tell-friends.ts'

export type FriendParts = { sql: Sql; bus: Bus }

/** Accepting twice is accepting once. Throws request_missing. */
export const acceptFriend = async ({ sql, bus }: FriendParts, me: string, other: string): Promise<void> => {
  const before = await sql.begin(async (tx) => {
    await tx`select people.lock_pair(${me}, ${other})`
    const [is] = await tx<{ standing: string }[]>`select people.standing(${me}, ${other}) as standing`
    if (is?.standing === 'asks_you') await tx`select people.make_friends(${me}, ${other}, ${now()})`
    return is?.standing
  })
  if (before === 'friend') return
  if (before !== 'asks_you') throw new Refusal('request_missing')
  tellFriendship(bus, me, other)
}
