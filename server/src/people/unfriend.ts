// Ends a friendship.
import type { FriendParts } from './accept-friend.ts'
import { tellFriendship } from './tell-friends.ts'

/** Between people who are not friends it changes nothing. */
export const unfriend = async ({ sql, bus }: FriendParts, me: string, other: string): Promise<void> => {
  const ended = await sql.begin(async (tx) => {
    await tx`select people.lock_pair(${me}, ${other})`
    return tx`
      delete from people.friendship
      where low_id = least(${me}::uuid, ${other}::uuid) and high_id = greatest(${me}::uuid, ${other}::uuid)`
  })
  if (ended.count > 0) tellFriendship(bus, me, other)
}
