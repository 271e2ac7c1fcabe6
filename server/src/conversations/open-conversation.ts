// Opens a conversation: the one with a friend, or a new group of friends.
import type { OpenConversation } from '@parley/protocol/api/events.ts'
import type { Bus } from '../base/bus.ts'
import type { Limits } from '../base/limits.ts'
import { newId } from '../base/random.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { cleanTitle } from './clean-title.ts'
import { requireDone } from './group-refusal.ts'

export type OpenParts = { sql: Sql; bus: Bus; limits: Limits }

type Opened = { id: string; opened: boolean }

const openDirect = async ({ sql, limits }: OpenParts, person: string, other: string, id: string): Promise<Opened> => {
  if (other === person) throw new Refusal('yourself')
  const [there] = await sql<{ id: string }[]>`
    select id from conversations.conversation
    where low_id = least(${person}::uuid, ${other}::uuid) and high_id = greatest(${person}::uuid, ${other}::uuid)`
  if (there) return { id: there.id, opened: false }
  const [may] = await sql<{ may: boolean }[]>`select people.may_message(${person}, ${other}) as may`
  if (!may?.may) throw new Refusal('not_friends')
  await limits.spend('open conversation', person)
  const [row] = await sql<Opened[]>`select * from conversations.open_direct(${id}, ${person}, ${other})`
  return row!
}

const openGroup = async (
  { sql, limits }: OpenParts,
  person: string,
  title: string,
  people: readonly string[],
  id: string
): Promise<Opened> => {
  if (people.includes(person)) throw new Refusal('yourself')
  const clean = cleanTitle(title)
  await limits.spend('open conversation', person)
  const [row] = await sql<{ status: string }[]>`
    select conversations.open_group(${id}, ${person}, ${clean}, ${[...people]}::uuid[]) as status`
  requireDone(row?.status)
  return { id, opened: true }
}

/**
 * opened is false when the conversation of the two people was there; only a new one has the id that is given. Throws yourself,
 * not_friends, rate_limited.
 */
export const openConversation = async (
  parts: OpenParts,
  person: string,
  wanted: OpenConversation,
  id = newId()
): Promise<Opened> => {
  const others = wanted.kind === 'direct' ? [wanted.person] : wanted.people
  const result =
    wanted.kind === 'direct'
      ? await openDirect(parts, person, wanted.person, id)
      : await openGroup(parts, person, wanted.title, others, id)
  if (!result.opened) return result
  for (const member of [person, ...others]) {
    parts.bus.publish({ topic: 'joined', conversation: result.id, person: member, afterSeq: 0 })
    parts.bus.publish({ topic: 'person', person: member, changed: 'conversations' })
  }
  return result
}
