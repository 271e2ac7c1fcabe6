// Finds out whose passkey answered a challenge of signing in.
import type { Config } from '../base/config.ts'
import type { Sql } from '../base/sql.ts'
import { judgeAssertion } from './judge-assertion.ts'
import { takeChallenge } from './take-challenge.ts'
import { spendPasskey } from './spend-passkey.ts'

/** person: who it must be, anybody where it is left out. Returns the person's id. Throws challenge_expired, passkey_failed. */
export const checkPasskey = async (
  parts: { sql: Sql; config: Pick<Config, 'url'> },
  answer: { challenge: string; response: object },
  person?: string
): Promise<string> => {
  await takeChallenge(parts.sql, answer.challenge, 'sign_in')
  const assertion = await judgeAssertion(parts, { ...answer, ...(person !== undefined && { person }) })
  await spendPasskey(parts.sql, assertion)
  return assertion.person
}
