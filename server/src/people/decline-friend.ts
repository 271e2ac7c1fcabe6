// Declines a friend request.
import { Refusal } from '../base/refusal.ts'
import type { FriendParts } from './accept-friend.ts'
import { tellFriends } from './tell-friends.ts'

/** Throws request_missing. */
export const declineFriend = async ({ sql, bus }: FriendParts, me: string, other: string): Promise<void> => {
  const ended = await sql.begin(async (tx) => {
    await tx`select people.lock_pair(${me}, ${other})`
    return tx`delete from people.friend_request where from_id = ${other} and to_id = ${me} and not hidden`
  })
  if (ended.count === 0) throw new Refusal('request_missing')
  tellFriends(bus, me, other)
}
