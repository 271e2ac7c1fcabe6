// The keys that sign id tokens, one of each algorithm: made once, kept sealed, read at start.
import { generateKeyPair, createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { now } from '../base/clock.ts'
import type { Sql } from '../base/sql.ts'
import { sealUnder } from './seal.ts'

export type SigningKey = Record<string, string | undefined> & { kid: string }

// RS256 is what every OpenID Connect client must understand (Core §15.1), ES256 what FAPI 2.0 asks for (§5.4.1).
const algorithms = ['RS256', 'ES256'] as const

type Algorithm = (typeof algorithms)[number]

// RFC 7638: the thumbprint over the required members in the order of their names.
const requiredMembers = { RS256: ['e', 'kty', 'n'], ES256: ['crv', 'kty', 'x', 'y'] }

const makeKey = async (alg: Algorithm): Promise<SigningKey> => {
  const { privateKey } = await (alg === 'RS256'
    ? promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
    : promisify(generateKeyPair)('ec', { namedCurve: 'P-256' }))
  const jwk = privateKey.export({ format: 'jwk' }) as Record<string, string>
  const kid = createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(requiredMembers[alg].map((name) => [name, jwk[name]]))))
    .digest('base64url')
  return { ...jwk, kid, alg, use: 'sig' }
}

/**
 * All keys to publish, of each algorithm the one that signs first. Makes what is missing; of two first starts at once both get the same. To
 * rotate, insert a new key and restart, then set retired_at of the old one after an hour, the life of an id token.
 */
export const loadSigningKeys = async (sql: Sql, secret: string): Promise<SigningKey[]> => {
  const { seal, open } = sealUnder(secret, 'signing key')
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(4000004)`
    const rows = await tx<{ kid: string; sealed: Buffer }[]>`
      select kid, sealed from login.key where retired_at is null order by made_at desc, kid`
    const keys = rows.map(({ sealed }) => JSON.parse(open(sealed)) as SigningKey)
    for (const alg of algorithms) {
      if (keys.some((key) => key['alg'] === alg)) continue
      const key = await makeKey(alg)
      await tx`insert into login.key (kid, sealed, made_at) values (${key.kid}, ${seal(JSON.stringify(key))}, ${now()})`
      keys.push(key)
    }
    return keys
  })
}
