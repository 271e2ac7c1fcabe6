// Takes some of the answers of a grant back.
import { untils, type Narrow } from '@parley/protocol/api/grant.ts'
import { now } from '../base/clock.ts'
import { Refusal } from '../base/refusal.ts'
import { endsAt } from './ends-at.ts'
import { loadAnswers } from './load-answers.ts'
import { narrowed } from './narrower.ts'
import { eventsOf, settleGrant, type GrantParts } from './settle-grant.ts'

/** Answers when the narrowing is final, with its entry. Throws grant_missing, grant_ended, not_narrower. */
export const narrowGrant = async (
  parts: GrantParts,
  person: string,
  grant: string,
  change: Narrow
): Promise<string[]> => {
  const { sql, bus } = parts
  const seq = await sql.begin(async (tx) => {
    await tx`select grants.lock(id) from grants.grant where id = ${grant} and person_id = ${person}`
    const [row] = await tx<{ live: boolean; endsAt: Date | null }[]>`
      select grants.live(g, a, clock_timestamp()) as live, g.ends_at as "endsAt"
      from grants.grant g join grants.app a on a.id = g.app_id
      where g.id = ${grant} and g.person_id = ${person}`
    if (!row) throw new Refusal('grant_missing')
    if (!row.live) throw new Refusal('grant_ended')
    const current = await loadAnswers(tx, grant)
    const reach = await tx<{ id: string }[]>`
      select conversation_id as id from grants.reach(${grant}, ${person})`
    const next = narrowed(
      current,
      change,
      reach.map(({ id }) => id)
    )
    if (!next) throw new Refusal('not_narrower')
    if (current.where === 'all' && next.where === 'chosen') {
      // A conversation younger than the grant has no row yet; it was read from its start and still may be.
      await tx`
        insert into grants.grant_conversation (grant_id, conversation_id, from_seq)
        select ${grant}, id, 0 from unnest(${next.conversations}::uuid[]) as c (id) on conflict do nothing`
    }
    if (next.where === 'chosen') {
      await tx`
        delete from grants.grant_conversation where grant_id = ${grant} and conversation_id <> all(${next.conversations}::uuid[])`
    }
    const shorter = untils.indexOf(next.until) < untils.indexOf(current.until)
    const end = shorter ? endsAt(next.until, now()) : row.endsAt
    await tx`
      update grants.grant set may_read = ${next.actions.includes('read')}, may_write = ${next.actions.includes('write')},
        may_delete = ${next.actions.includes('delete')}, sees_friends = ${next.friends}, all_conversations = ${next.where === 'all'},
        own_only = ${next.messages === 'own'}, until = ${next.until}, ends_at = least(${end}::timestamptz, ends_at),
        kinds = ${next.kinds ?? null}::text[], per_day = ${next.perDay ?? null}, uses_left = case when ${next.until} = 'once' then coalesce(uses_left, 1) end
      where id = ${grant}`
    const [made] = await tx<{ seq: number }[]>`
      insert into grants.change (grant_id, kind, answers, at) values (${grant}, 'narrow', grants.answers(${grant}), clock_timestamp())
      returning seq`
    return made!.seq
  })
  await settleGrant(parts, grant)
  bus.publish({ topic: 'person', person, changed: 'grants' })
  return eventsOf(sql, seq)
}
