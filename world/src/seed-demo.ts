// Fills an empty platform with the demo people, their friendships and their history, once.
import { newId } from '@parley/server/base/random.ts'
import type { Sql, Tx } from '@parley/server/base/sql.ts'
import { contentText } from '@parley/protocol/api/content-text.ts'
import { makePerson } from '@parley/server/people/make-person.ts'
import { hashPassword } from '@parley/server/people/password-hash.ts'
import { demoConversations, demoPassword, demoPeople, type DemoConversation, type DemoHandle } from './demo-history.ts'

type Ids = Record<DemoHandle, string>

const addPeople = async (tx: Tx, ids: Ids): Promise<void> => {
  const hash = await hashPassword(demoPassword)
  for (const { handle, name } of demoPeople) {
    await makePerson(tx, { id: ids[handle], handle, name })
    await tx`insert into people.password (person_id, hash, changed_at) values (${ids[handle]}, ${hash}, clock_timestamp())`
  }
  const everybody = Object.values(ids)
  await tx`
    insert into people.friendship (low_id, high_id, since) select a, b, clock_timestamp() - interval '40 days'
    from unnest(${everybody}::uuid[]) a, unnest(${everybody}::uuid[]) b where a < b`
}

const openIn = async (tx: Tx, ids: Ids, { title, people }: DemoConversation): Promise<string> => {
  const [first, ...others] = people.map((handle) => ids[handle])
  const id = newId()
  if (title === undefined) await tx`select * from conversations.open_direct(${id}, ${first ?? ''}, ${others[0] ?? ''})`
  else await tx`select conversations.open_group(${id}, ${first ?? ''}, ${title}, ${others}::uuid[])`
  return id
}

const addHistory = async (tx: Tx, ids: Ids, conversation: DemoConversation): Promise<void> => {
  const id = await openIn(tx, ids, conversation)
  const said: string[] = []
  for (const { by, says, re } of conversation.lines) {
    const message = newId()
    said.push(message)
    const body = contentText(typeof says === 'string' ? { text: says } : says)
    const answered = re === undefined ? null : (said[re] ?? null)
    await tx`
      select status from conversations.append_messages(array[${id}]::uuid[], array[${ids[by]}]::uuid[], array[${message}]::uuid[],
        array[${body}], array[${answered}]::uuid[], array[null]::uuid[], array[null]::uuid[])`
  }
  // The people of the demo have known each other for some days; the times of their messages say so.
  const hours = conversation.lines.map((line) => line.hoursAgo)
  await tx`
    update conversations.event e set at = clock_timestamp() - h.hours * interval '1 hour'
    from unnest(${hours}::float8[]) with ordinality h (hours, seq) where e.conversation_id = ${id} and e.seq = h.seq`
  await tx`
    update conversations.conversation set last_at = clock_timestamp() - ${hours.at(-1) ?? 0}::float8 * interval '1 hour',
      created_at = clock_timestamp() - interval '40 days' where id = ${id}`
  // All but the last word have been read by everybody.
  await tx`update conversations.member set read_seq = ${conversation.lines.length - 1} where conversation_id = ${id}`
}

/** One transaction: a crash leaves all of it or nothing. Does nothing where anybody has signed up already; returns whether it did. */
export const seedDemo = async (sql: Sql): Promise<boolean> =>
  sql.begin(async (tx) => {
    const [somebody] = await tx`select from people.person limit 1`
    if (somebody) return false
    const ids = Object.fromEntries(demoPeople.map(({ handle }) => [handle, newId()])) as Ids
    await addPeople(tx, ids)
    for (const conversation of demoConversations) await addHistory(tx, ids, conversation)
    return true
  })
