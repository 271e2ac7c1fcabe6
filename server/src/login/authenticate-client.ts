// An app shows who it is by its client secret or its signature, where it asks for something of its own and no person's token stands behind it.
import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { addressBlock } from '../base/address-block.ts'
import { sha256 } from '../base/hash.ts'
import type { Config } from '../base/config.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { findApp } from '../grants/find-app.ts'
import type { StoredClient } from './client-metadata.ts'
import { readAssertion } from './read-assertion.ts'

// RFC 6749 §2.3.1: both parts are form-encoded before they are joined.
const decoded = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

const readBasic = (header: string | undefined): { clientId: string; secret: string } | undefined => {
  const [, sent = ''] = /^Basic ([A-Za-z0-9+/=]{1,1000})$/i.exec(header ?? '') ?? []
  const [, id = '', word = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(sent, 'base64').toString()) ?? []
  const [clientId, secret] = [decoded(id), decoded(word)]
  return clientId && secret && /^[a-z0-9][a-z0-9._-]{2,63}$/.test(clientId) ? { clientId, secret } : undefined
}

/**
 * Takes client_secret_basic, and of an app with a key its client assertion (RFC 7523) as a bearer token: single use, for this issuer. A suspended app is let in: what it asks for here
 * is its own. A right secret always passes; a wrong one costs. Throws client_unknown, rate_limited.
 */
export const authenticateClient = async (
  { sql, limits, config }: { sql: Sql; limits: Limits; config: Pick<Config, 'url'> },
  request: FastifyRequest
): Promise<{ id: string; clientId: string }> => {
  const [, assertion] = /^Bearer ([\w.-]{1,4096})$/i.exec(request.headers.authorization ?? '') ?? []
  if (assertion !== undefined) {
    const signer = await readAssertion(sql, config.url, assertion)
    if (!signer) throw new Refusal('client_unknown')
    return signer
  }
  const given = readBasic(request.headers.authorization)
  if (!given) throw new Refusal('client_unknown')
  const app = await findApp(sql, given.clientId)
  const kept = Buffer.from((app?.client as StoredClient | undefined)?.client_secret ?? '', 'hex')
  if (app && kept.length === 32 && timingSafeEqual(kept, sha256(given.secret)))
    return { id: app.id, clientId: app.clientId }
  await limits.spend('client secret', `${given.clientId} ${addressBlock(request.ip)}`)
  throw new Refusal('client_unknown')
}
