// Asks a person to be friends.
import type { Person } from '@parley/protocol/api/events.ts'
import type { PersonFound, Standing } from '@parley/protocol/api/people.ts'
import type { Bus } from '../base/bus.ts'
import { now } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { tellFriends, tellFriendship } from './tell-friends.ts'

export type AskFriendParts = { sql: Sql; bus: Bus; limits: Limits }

/**
 * Asking who asks you makes friends; asking again changes nothing. Who is blocked gets the same answer as everybody, and the request
 * is never shown. Throws person_missing, yourself, already_friends, blocked_by_you, rate_limited.
 */
export const askFriend = async (
  { sql, bus, limits }: AskFriendParts,
  me: string,
  handle: string
): Promise<PersonFound> => {
  await limits.spend('friend request', me)
  const [person] = await sql<Person[]>`
    select id, handle, name from people.person where handle = ${handle} and closed_at is null`
  if (!person) throw new Refusal('person_missing')
  const other = person.id
  const { before, hidden } = await sql.begin(async (tx) => {
    await tx`select people.lock_pair(${me}, ${other})`
    const [is] = await tx<{ before: Standing; hidden: boolean }[]>`
      select people.standing(${me}, ${other}) as before,
        exists (select from people.block where person_id = ${other} and blocked_id = ${me}) as hidden`
    if (is?.before === 'asks_you') await tx`select people.make_friends(${me}, ${other}, ${now()})`
    if (is?.before === 'none')
      await tx`
        insert into people.friend_request (from_id, to_id, at, hidden) values (${me}, ${other}, ${now()}, ${is.hidden})`
    return is!
  })
  if (before === 'you') throw new Refusal('yourself')
  if (before === 'friend') throw new Refusal('already_friends')
  if (before === 'blocked') throw new Refusal('blocked_by_you')
  if (before === 'asks_you') tellFriendship(bus, me, other)
  if (before === 'none') tellFriends(bus, me, ...(hidden ? [] : [other]))
  return { person: { ...person }, standing: before === 'asks_you' ? 'friend' : 'asked' }
}
