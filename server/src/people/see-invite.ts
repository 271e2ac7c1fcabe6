// Who invites by a link; anybody who has the link may know.
import type { InviteSeen } from '@parley/protocol/api/people.ts'
import { addressBlock } from '../base/address-block.ts'
import { now } from '../base/clock.ts'
import { sha256 } from '../base/hash.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'

type Row = { id: string; handle: string; name: string; ends_at: Date }

/** me: who looks, if somebody is signed in. A link of somebody who blocks them is no link. Throws invite_missing, rate_limited. */
export const seeInvite = async (
  { sql, limits }: { sql: Sql; limits: Limits },
  me: string | undefined,
  code: string,
  address: string
): Promise<InviteSeen> => {
  await limits.spend('invite by address', addressBlock(address))
  const [row] = await sql<Row[]>`
    select p.id, p.handle, p.name, i.ends_at
    from people.invite i join people.person p on p.id = i.person_id and p.closed_at is null
    where i.code_hash = ${sha256(code)} and i.ends_at > ${now()} and i.uses_left > 0
      and not exists (select from people.block b where b.person_id = p.id and b.blocked_id = ${me ?? null})`
  if (!row) throw new Refusal('invite_missing')
  const { ends_at, ...person } = row
  return { person, endsAt: ends_at.toISOString() }
}
