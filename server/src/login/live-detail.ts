// What a grant allows at this moment, in the words of the standard: authorization detail (RFC 9396) and scopes.
import { friendsScope, scopeActions, type Answers, type GrantedDetail } from '@parley/protocol/api/grant.ts'
import type { Sql, Tx } from '../base/sql.ts'
import { answerColumns, toAnswers, type AnswerColumns } from '../grants/load-answers.ts'
import { grantedDetail } from '../grants/narrower.ts'

export type LiveDetail = { detail: GrantedDetail; scopes: string[]; bearerAllowed: boolean }

/** All scopes that stand for rights to messages or friends. */
export const messageScopes: readonly string[] = [...Object.keys(scopeActions), friendsScope]

const scopesOf = (answers: Answers): string[] => [
  ...Object.entries(scopeActions)
    .filter(([, action]) => answers.actions.includes(action))
    .map(([scope]) => scope),
  ...(answers.friends ? [friendsScope] : [])
]

/**
 * Of a Parley grant, read from the grant itself and never from a copy, so that narrowing and revoking show at the next answer.
 * Undefined when it is not live or there is no such grant; 'none' is told apart from 'ended' by `exists`.
 */
export const liveDetail = async (
  sql: Sql | Tx,
  grant: string
): Promise<{ exists: false } | { exists: true; live: LiveDetail | undefined }> => {
  const [row] = await sql<(AnswerColumns & { live: boolean; bearerAllowed: boolean })[]>`
    select ${answerColumns(sql)}, grants.live(g, a, clock_timestamp()) as live, a.bearer_allowed as "bearerAllowed"
    from grants.grant g join grants.app a on a.id = g.app_id where g.id = ${grant}`
  if (!row) return { exists: false }
  if (!row.live) return { exists: true, live: undefined }
  const answers = toAnswers(row)
  return {
    exists: true,
    live: { detail: grantedDetail(grant, answers), scopes: scopesOf(answers), bearerAllowed: row.bearerAllowed }
  }
}
