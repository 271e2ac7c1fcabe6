// Finds the provider's Grant, alive only while everything behind it is.
import { errors, Provider, type AdapterPayload } from 'oidc-provider'
import { sha256 } from '../base/hash.ts'
import type { Sql, Tx } from '../base/sql.ts'
import { answerColumns, type AnswerColumns } from '../grants/load-answers.ts'
import { liveDetail } from './live-detail.ts'
import { unitOfWork } from './unit-of-work.ts'

type Row = AnswerColumns & {
  payload: AdapterPayload & { openid?: { scope?: string } }
  person: string
  name: string
  bearerAllowed: boolean
  givesRights: boolean
  live: boolean | null
}

/**
 * Undefined when the person's account is closed, the app suspended, or the Parley grant ended, so that refresh, userinfo and
 * introspection fail at once. Scopes and authorization details of a Parley grant are read live.
 */
export const findOAuthGrant = async (sql: Sql | Tx, id: string): Promise<AdapterPayload | undefined> => {
  const [row] = await sql<Row[]>`
    select a.payload, q.id as person, q.name, p.bearer_allowed as "bearerAllowed", g.id is not null as "givesRights",
      grants.live(g, p, clock_timestamp()) as live, ${answerColumns(sql)}
    from login.artifact a
    join people.person q on q.id = a.person_id and q.closed_at is null
    join grants.app p on p.client_id = a.client_id and p.suspended_at is null
    left join grants.grant g on g.id = a.grant_id
    where a.id_hash = ${sha256(id)} and a.model = 'Grant'`
  if (!row) return undefined
  const work = unitOfWork()
  if (work) work.person = { id: row.person, name: row.name }
  if (!row.givesRights) return { ...row.payload, jti: id }
  if (!row.live) return undefined
  requireProof(row.bearerAllowed)
  const { detail, scopes } = liveDetail(id, row)
  const scope = [row.payload.openid?.scope, ...scopes].filter(Boolean).join(' ')
  return { ...row.payload, jti: id, openid: { scope }, rar: [detail] }
}

// Tokens with rights to messages are bound to a key (RFC 9449), unless an operator let this app go without. Refused here, before a
// code is spent, so that the app can ask again with a proof.
const requireProof = (bearerAllowed: boolean): void => {
  const { ctx } = Provider
  if (ctx?.oidc.route === 'token' && !bearerAllowed && !ctx.get('DPoP')) {
    throw new errors.InvalidDpopProof('tokens with rights to messages need a DPoP proof (RFC 9449)')
  }
}
