// Becomes friends with whoever made an invite link.
import type { Standing } from '@parley/protocol/api/people.ts'
import { addressBlock } from '../base/address-block.ts'
import type { Bus } from '../base/bus.ts'
import { now } from '../base/clock.ts'
import { sha256 } from '../base/hash.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { tellFriendship } from './tell-friends.ts'

/**
 * The one who made the link has agreed by making it. Throws invite_missing (also when that person blocks me), yourself,
 * already_friends (uses up nothing), blocked_by_you, rate_limited.
 */
export const acceptInvite = async (
  { sql, bus, limits }: { sql: Sql; bus: Bus; limits: Limits },
  me: string,
  code: string,
  address: string
): Promise<void> => {
  await limits.spend('invite by address', addressBlock(address))
  const at = now()
  const other = await sql.begin(async (tx) => {
    // Locked first, so that the last use is used once.
    const [invite] = await tx<{ person_id: string }[]>`
      select i.person_id from people.invite i join people.person p on p.id = i.person_id and p.closed_at is null
      where i.code_hash = ${sha256(code)} and i.ends_at > ${at} and i.uses_left > 0
      for update of i`
    if (!invite) throw new Refusal('invite_missing')
    const { person_id: from } = invite
    await tx`select people.lock_pair(${me}, ${from})`
    const [is] = await tx<{ standing: Standing; blocked: boolean }[]>`
      select people.standing(${me}, ${from}) as standing,
        exists (select from people.block where person_id = ${from} and blocked_id = ${me}) as blocked`
    if (is?.blocked) throw new Refusal('invite_missing')
    if (is?.standing === 'you') throw new Refusal('yourself')
    if (is?.standing === 'blocked') throw new Refusal('blocked_by_you')
    if (is?.standing === 'friend') throw new Refusal('already_friends')
    await tx`select people.make_friends(${me}, ${from}, ${at})`
    await tx`update people.invite set uses_left = uses_left - 1 where person_id = ${from}`
    return from
  })
  tellFriendship(bus, me, other)
}
