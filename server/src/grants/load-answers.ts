// Reads the six answers of a grant as they stand now.
import type { MessageKind } from '@parley/protocol/api/message-kinds.ts'
import type { Action, Answers, Until } from '@parley/protocol/api/grant.ts'
import type { Sql, Tx } from '../base/sql.ts'

export type AnswerColumns = {
  mayRead: boolean
  mayWrite: boolean
  mayDelete: boolean
  seesFriends: boolean
  allConversations: boolean
  ownOnly: boolean
  allHistory: boolean
  until: Until
  kinds: MessageKind[] | null
  perDay: number | null
  conversations: string[]
}

/** Turns the columns of a grant into answers. */
export const toAnswers = (row: AnswerColumns): Answers => {
  const rights: [Action, boolean][] = [
    ['read', row.mayRead],
    ['write', row.mayWrite],
    ['delete', row.mayDelete]
  ]
  return {
    actions: rights.filter(([, may]) => may).map(([action]) => action),
    friends: row.seesFriends,
    where: row.allConversations ? 'all' : 'chosen',
    conversations: row.allConversations ? [] : row.conversations,
    messages: row.ownOnly ? 'own' : 'any',
    from: row.allHistory ? 'all_history' : 'from_now',
    until: row.until,
    ...(row.kinds && { kinds: row.kinds }),
    ...(row.perDay !== null && { perDay: row.perDay })
  }
}

/** The columns that toAnswers wants, of grants.grant aliased g. */
export const answerColumns = (sql: Sql | Tx) => sql`
  g.may_read as "mayRead", g.may_write as "mayWrite", g.may_delete as "mayDelete", g.sees_friends as "seesFriends",
  g.all_conversations as "allConversations", g.own_only as "ownOnly", g.all_history as "allHistory", g.until, g.kinds, g.per_day as "perDay",
  array(select conversation_id from grants.grant_conversation c where c.grant_id = g.id order by conversation_id) as conversations`

/** The grant must exist. */
export const loadAnswers = async (sql: Sql | Tx, grant: string): Promise<Answers> => {
  const [row] = await sql<AnswerColumns[]>`select ${answerColumns(sql)} from grants.grant g where g.id = ${grant}`
  if (!row) throw new Error('No such grant')
  return toAnswers(row)
}
