// An app shows who it is by its client secret, where it asks for something of its own and no person's token stands behind it.
import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { addressBlock } from '../base/address-block.ts'
import { sha256 } from '../base/hash.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { findApp } from '../grants/find-app.ts'
import type { StoredClient } from './client-metadata.ts'

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
 * Takes client_secret_basic, the one method by which confidential apps are registered. A suspended app is let in: what it asks for here
 * is its own. A right secret always passes; a wrong one costs. Throws client_unknown, rate_limited.
 */
export const authenticateClient = async (
  { sql, limits }: { sql: Sql; limits: Limits },
  request: FastifyRequest
): Promise<{ id: string; clientId: string }> => {
  const given = readBasic(request.headers.authorization)
  if (!given) throw new Refusal('client_unknown')
  const app = await findApp(sql, given.clientId)
  const kept = Buffer.from((app?.client as StoredClient | undefined)?.client_secret ?? '', 'hex')
  if (app && kept.length === 32 && timingSafeEqual(kept, sha256(given.secret)))
    return { id: app.id, clientId: app.clientId }
  await limits.spend('client secret', `${given.clientId} ${addressBlock(request.ip)}`)
  throw new Refusal('client_unknown')
}
