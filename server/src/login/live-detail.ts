// What a grant allows at this moment, in the words of the standard: authorization detail (RFC 9396) and scopes.
import { friendsScope, scopeActions, type Answers, type GrantedDetail } from '@parley/protocol/api/grant.ts'
import { toAnswers, type AnswerColumns } from '../grants/load-answers.ts'
import { grantedDetail } from '../grants/narrower.ts'

/** All scopes that stand for rights to messages or friends. */
export const messageScopes: readonly string[] = [...Object.keys(scopeActions), friendsScope]

const scopesOf = (answers: Answers): string[] => [
  ...Object.entries(scopeActions)
    .filter(([, action]) => answers.actions.includes(action))
    .map(([scope]) => scope),
  ...(answers.friends ? [friendsScope] : [])
]

/** row: of the grant itself and never of a copy, so that narrowing and revoking show at the next answer. It must be live. */
export const liveDetail = (grant: string, row: AnswerColumns): { detail: GrantedDetail; scopes: string[] } => {
  const answers = toAnswers(row)
  return { detail: grantedDetail(grant, answers), scopes: scopesOf(answers) }
}
