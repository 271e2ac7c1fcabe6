// Makes a person's invite link; the one before ends.
import type { Invite } from '@parley/protocol/api/people.ts'
import { now } from '../base/clock.ts'
import type { Config } from '../base/config.ts'
import { sha256 } from '../base/hash.ts'
import type { Limits } from '../base/limits.ts'
import { newSecret } from '../base/random.ts'
import type { Sql } from '../base/sql.ts'

const inviteDays = 7
/** One link goes to a circle of friends, and a leaked one does little harm. */
export const inviteUsesMax = 20

/** The answer is the only place where the code is ever shown. Throws rate_limited. */
export const makeInvite = async (
  { sql, limits, config }: { sql: Sql; limits: Limits; config: Pick<Config, 'url'> },
  me: string
): Promise<Invite> => {
  await limits.spend('make invite', me)
  const code = newSecret(16)
  const endsAt = new Date(now().getTime() + inviteDays * 86_400_000)
  await sql`
    insert into people.invite (person_id, code_hash, ends_at, uses_left)
    values (${me}, ${sha256(code)}, ${endsAt}, ${inviteUsesMax})
    on conflict (person_id) do update
      set code_hash = excluded.code_hash, ends_at = excluded.ends_at, uses_left = excluded.uses_left`
  return { url: `${config.url}/invite/${code}`, endsAt: endsAt.toISOString() }
}
