// An access token for a grant, put where login keeps them; for tests of the gate that are not about logging in.
import { sha256 } from '@parley/server/base/hash.ts'
import { newSecret } from '@parley/server/base/random.ts'
import type { Sql } from '@parley/server/base/sql.ts'
import type { Credentials } from '@parley/server/access/read-credentials.ts'

/** jkt: the thumbprint of the key the token is bound to; null for a bearer token. */
export const makeToken = async (
  sql: Sql,
  grant: string,
  clientId: string,
  jkt: string | null = null
): Promise<string> => {
  const token = newSecret()
  await sql`
    insert into login.artifact (model, id_hash, grant_id, client_id, jkt, payload, expires_at)
    select 'AccessToken', ${sha256(token)}, g.id, ${clientId}, ${jkt}, json_build_object('accountId', g.person_id),
      clock_timestamp() + interval '1 hour'
    from grants.grant g where g.id = ${grant}`
  return token
}

/** What the gate's functions take for a bearer token. */
export const bearer = (token: string): Credentials => ({ token: sha256(token), jkt: null, proof: null, sent: null })
