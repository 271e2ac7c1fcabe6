// Ends a block. Nothing comes back by itself: the two are strangers.
import type { FriendParts } from './accept-friend.ts'
import { tellFriends } from './tell-friends.ts'

/** What was asked during the block ends as if declined, so that it can be asked again. Without a block it changes nothing. */
export const unblockPerson = async ({ sql, bus }: FriendParts, me: string, other: string): Promise<void> => {
  const dropped = await sql.begin(async (tx) => {
    await tx`select people.lock_pair(${me}, ${other})`
    const ended = await tx`delete from people.block where person_id = ${me} and blocked_id = ${other}`
    if (ended.count === 0) return undefined
    return tx`delete from people.friend_request where from_id = ${other} and to_id = ${me} and hidden`
  })
  if (dropped) tellFriends(bus, me, ...(dropped.count > 0 ? [other] : []))
}
