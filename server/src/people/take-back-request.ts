// Takes back one's own friend request.
import { Refusal } from '../base/refusal.ts'
import type { FriendParts } from './accept-friend.ts'
import { tellFriends } from './tell-friends.ts'

/** Throws request_missing. */
export const takeBackRequest = async ({ sql, bus }: FriendParts, me: string, other: string): Promise<void> => {
  const [ended] = await sql.begin(async (tx) => {
    await tx`select people.lock_pair(${me}, ${other})`
    return tx<{ hidden: boolean }[]>`
      delete from people.friend_request where from_id = ${me} and to_id = ${other} returning hidden`
  })
  if (!ended) throw new Refusal('request_missing')
  tellFriends(bus, me, ...(ended.hidden ? [] : [other]))
}
