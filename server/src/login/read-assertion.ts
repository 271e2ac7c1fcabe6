// A client's signed assertion where no person's token stands behind a request: checked as at the token endpoint, and used once for both.
import { decodeJwt, importJWK, jwtVerify, type JWK } from 'jose'
import { nowMs } from '../base/clock.ts'
import type { Sql } from '../base/sql.ts'
import { findApp } from '../grants/find-app.ts'
import { wrongInAssertion, clockToleranceSeconds } from './check-assertion.ts'
import { assertionAlgorithms } from './client-key.ts'
import type { StoredClient } from './client-metadata.ts'
import { takeOnce } from './take-once.ts'

const issuerOf = (assertion: string): string | undefined => {
  try {
    return decodeJwt(assertion).iss
  } catch {
    return undefined
  }
}

const verified = async (assertion: string, key: JWK, clientId: string) => {
  const options = { algorithms: assertionAlgorithms, issuer: clientId, subject: clientId }
  const clock = { clockTolerance: clockToleranceSeconds, currentDate: new Date(nowMs()) }
  return jwtVerify(assertion, async ({ alg }) => importJWK(key, alg), {
    ...options,
    ...clock,
    requiredClaims: ['exp', 'jti']
  }).catch(() => undefined)
}

/** The app that signed it; undefined when it counts for nothing. issuer: the platform's address. */
export const readAssertion = async (
  sql: Sql,
  issuer: string,
  assertion: string
): Promise<{ id: string; clientId: string } | undefined> => {
  const clientId = issuerOf(assertion)
  if (!clientId || !/^[a-z0-9][a-z0-9._-]{2,63}$/.test(clientId)) return undefined
  const app = await findApp(sql, clientId)
  const [key] = (app?.client as StoredClient | undefined)?.jwks?.keys ?? []
  if (!app || !key) return undefined
  const result = await verified(assertion, key, clientId)
  if (!result || wrongInAssertion(result.payload, issuer, nowMs() / 1000)) return undefined
  const { jti, exp = 0 } = result.payload
  if (typeof jti !== 'string' || !(await takeOnce(sql, clientId, jti, exp + clockToleranceSeconds))) return undefined
  return { id: app.id, clientId: app.clientId }
}
