// Adds a passkey to a person who is signed in.
import type { Passkey } from '@parley/protocol/api/people.ts'
import type { Bus } from '../base/bus.ts'
import type { Config } from '../base/config.ts'
import type { Sql } from '../base/sql.ts'
import { checkNewPasskey } from './check-new-passkey.ts'
import { cleanName } from './clean-name.ts'
import { savePasskey } from './save-passkey.ts'
import { takeChallenge } from './take-challenge.ts'

/** Throws challenge_expired (also for somebody else's challenge), passkey_failed, passkey_known, invalid_text. */
export const addPasskey = async (
  { sql, bus, config }: { sql: Sql; bus: Bus; config: Pick<Config, 'url'> },
  person: string,
  answer: { challenge: string; response: object; name: string }
): Promise<Passkey> => {
  const name = cleanName(answer.name)
  await takeChallenge(sql, answer.challenge, 'add', person)
  const key = await checkNewPasskey(config, answer.challenge, answer.response)
  const { id, addedAt } = await sql.begin((tx) => savePasskey(tx, person, name, key))
  bus.publish({ topic: 'person', person, changed: 'sessions' })
  return { id, name, addedAt: addedAt.toISOString() }
}
