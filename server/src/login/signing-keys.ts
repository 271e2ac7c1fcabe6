// The keys that sign id tokens: made once, kept sealed, read at start.
import { generateKeyPair, createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { now } from '../base/clock.ts'
import type { Sql } from '../base/sql.ts'
import { sealUnder } from './seal.ts'

export type SigningKey = Record<string, string | undefined> & { kid: string }

// RS256 is what every OpenID Connect client must understand (Core §15.1).
const makeKey = async (): Promise<SigningKey> => {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const jwk = privateKey.export({ format: 'jwk' }) as Record<string, string>
  // RFC 7638: the thumbprint over the required members in the order of their names.
  const kid = createHash('sha256')
    .update(JSON.stringify({ e: jwk['e'], kty: jwk['kty'], n: jwk['n'] }))
    .digest('base64url')
  return { ...jwk, kid, alg: 'RS256', use: 'sig' }
}

/**
 * All keys to publish, the one that signs first. Makes one when there is none; of two first starts at once both get the same. To
 * rotate, insert a new key and restart, then set retired_at of the old one after an hour, the life of an id token.
 */
export const loadSigningKeys = async (sql: Sql, secret: string): Promise<SigningKey[]> => {
  const { seal, open } = sealUnder(secret, 'signing key')
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(4000004)`
    const rows = await tx<{ kid: string; sealed: Buffer }[]>`
      select kid, sealed from login.key where retired_at is null order by made_at desc, kid`
    if (rows.length > 0) return rows.map(({ sealed }) => JSON.parse(open(sealed)) as SigningKey)
    const key = await makeKey()
    await tx`insert into login.key (kid, sealed, made_at) values (${key.kid}, ${seal(JSON.stringify(key))}, ${now()})`
    return [key]
  })
}
