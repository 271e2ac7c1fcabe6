// What a grant would disclose right now, by the rule that decides its reads.
import type { Answers, Preview } from '@parley/protocol/api/grant.ts'
import type { Content } from '@parley/protocol/api/content.ts'
import { excerptOf } from '../conversations/excerpt.ts'
import { titlesOf } from '../conversations/titles.ts'
import type { Sql } from '../base/sql.ts'

type Row = {
  total: number
  inConversations: number
  withheld: number
  conversation: string | null
  person: { id: string; handle: string; name: string }
  body: string
  at: Date
}

// Where the answers reach, with the place in each conversation from which they read. A grant that exists keeps its own places.
const reachOf = (sql: Sql, person: string, answers: Answers, grant: string | undefined) =>
  grant === undefined
    ? sql<{ id: string; from: number }[]>`
        select c.id, case when ${answers.from === 'all_history'} then 0 else c.last_seq end as "from"
        from conversations.member m join conversations.conversation c on c.id = m.conversation_id
        where m.person_id = ${person} and m.left_seq is null
          and (${answers.where === 'all'} or c.id = any(${answers.conversations}::uuid[]))`
    : sql<{ id: string; from: number }[]>`
        select r.conversation_id as id, r.from_seq as "from" from grants.grant g cross join lateral grants.reach(g.id, ${person}) r
        where g.id = ${grant} and g.paused_at is null`

/**
 * Counts and the first few messages (newest first) that the app would get if it read everything now. Without `grant`: for answers
 * that would be given now, so "from now on" begins with nothing. An app that may not read sees nothing.
 */
export const previewGrant = async (
  sql: Sql,
  { person, app, answers, grant }: { person: string; app: string; answers: Answers; grant?: string }
): Promise<Preview> => {
  const reach = answers.actions.includes('read') ? await reachOf(sql, person, answers, grant) : []
  const rows = await sql<Row[]>`
    select v.total, v.in_conversations as "inConversations", v.withheld, v.conversation_id as conversation, v.body, v.at,
      json_build_object('id', p.id, 'handle', p.handle, 'name', p.name) as person
    from grants.preview(${person}, ${app}, ${answers.messages === 'own'}, ${answers.kinds ?? null}::text[],
      ${reach.map((c) => c.id)}::uuid[], ${reach.map((c) => c.from)}::bigint[], 5) v
    left join people.person p on p.id = v.person_id`
  const [all] = await sql<{ messages: number; conversations: number }[]>`
    select coalesce(sum(n), 0)::bigint as messages, count(*) as conversations from (
      select (select count(*) from conversations.event e where e.conversation_id = m.conversation_id and e.kind = 'message'
        and e.deleted_at is null and e.seq > m.joined_seq) as n
      from conversations.member m where m.person_id = ${person} and m.left_seq is null) c`
  const shown = rows.filter((row) => row.conversation !== null)
  const titles = await titlesOf(
    sql,
    person,
    shown.map((row) => row.conversation as string)
  )
  return {
    messages: rows[0]?.total ?? 0,
    conversations: rows[0]?.inConversations ?? 0,
    withheld: rows[0]?.withheld ?? 0,
    ofMessages: all?.messages ?? 0,
    ofConversations: all?.conversations ?? 0,
    first: shown.map((row) => ({
      conversation: row.conversation as string,
      conversationTitle: titles.get(row.conversation as string) ?? '',
      person: row.person,
      at: row.at.toISOString(),
      excerpt: excerptOf(JSON.parse(row.body) as Content)
    }))
  }
}
