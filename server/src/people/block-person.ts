// Blocks a person: ends the friendship and what was asked, without telling.
import { now } from '../base/clock.ts'
import { Refusal } from '../base/refusal.ts'
import type { FriendParts } from './accept-friend.ts'
import { tellFriends, tellFriendship } from './tell-friends.ts'

/**
 * A request of the blocked person stays in their own list as if it still waited; my own request to them ends as if taken back.
 * Blocking twice is blocking once. Throws person_missing, yourself.
 */
export const blockPerson = async ({ sql, bus }: FriendParts, me: string, other: string): Promise<void> => {
  if (me === other) throw new Refusal('yourself')
  const ended = await sql.begin(async (tx) => {
    await tx`select people.lock_pair(${me}, ${other})`
    const made = await tx`
      insert into people.block (person_id, blocked_id, at)
      select ${me}, id, ${now()} from people.person where id = ${other}
      on conflict do nothing`
    if (made.count === 0) {
      const known = await tx`select from people.block where person_id = ${me} and blocked_id = ${other}`
      if (known.length === 0) throw new Refusal('person_missing')
    }
    await tx`update people.friend_request set hidden = true where from_id = ${other} and to_id = ${me}`
    const requests = await tx`delete from people.friend_request where from_id = ${me} and to_id = ${other}`
    const friendships = await tx`
      delete from people.friendship
      where low_id = least(${me}::uuid, ${other}::uuid) and high_id = greatest(${me}::uuid, ${other}::uuid)`
    return { request: requests.count > 0, friendship: friendships.count > 0 }
  })
  // The blocked person hears of what they can see, and of nothing else.
  if (ended.friendship) tellFriendship(bus, me, other)
  else tellFriends(bus, me, ...(ended.request ? [other] : []))
}
