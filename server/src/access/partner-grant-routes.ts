// An app looks at its own grant and gives it back.
import { Changed } from '@parley/protocol/api/changed.ts'
import { PartnerGrant } from '@parley/protocol/api/partner.ts'
import type { FastifyRequest } from 'fastify'
import type { App } from '../base/http.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { findGrant } from '../grants/list-grants.ts'
import { grantedDetail } from '../grants/narrower.ts'
import { revokeGrant } from '../grants/revoke-grant.ts'
import type { GrantParts } from '../grants/settle-grant.ts'
import { receiptsOf, type ReceiptParts } from '../log/receipts-of.ts'
import type { Credentials } from './read-credentials.ts'
import { whoIs } from './who.ts'

export type PartnerGrantDeps = {
  parts: GrantParts & ReceiptParts
  partnerSql: Sql
  credentialsOf: (request: FastifyRequest) => Promise<Credentials>
}

export const partnerGrantRoutes = (app: App, { parts, partnerSql, credentialsOf }: PartnerGrantDeps): void => {
  const own = async (request: FastifyRequest) => {
    const who = await whoIs(partnerSql, await credentialsOf(request))
    if (who.grant_id === null) throw new Refusal('grant_required')
    return { person: who.person_id, grant: who.grant_id, paused: who.paused ?? false, reach: who.reach ?? 0 }
  }
  app.get('/v1/grant', { schema: { response: { 200: PartnerGrant } } }, async (request) => {
    const { person, grant, paused, reach } = await own(request)
    const found = await findGrant(parts.sql, person, grant)
    return {
      id: grant,
      app: found.app,
      detail: grantedDetail(grant, found.answers),
      paused,
      conversations: reach,
      givenAt: found.givenAt,
      ...(found.endsAt !== undefined && { endsAt: found.endsAt })
    }
  })
  app.delete('/v1/grant', { schema: { response: { 200: Changed } } }, async (request) => {
    const { person, grant } = await own(request)
    return { receipts: await receiptsOf(parts, await revokeGrant(parts, person, grant, 'given_back')) }
  })
}
