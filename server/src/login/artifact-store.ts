// Where the OAuth provider keeps its artifacts: one table, values hashed, single use made atomic (the library leaves that to its store).
import { errors, Provider, type Adapter, type AdapterPayload } from 'oidc-provider'
import { now, nowMs } from '../base/clock.ts'
import { sha256 } from '../base/hash.ts'
import type { Sql } from '../base/sql.ts'
import { findClient } from './find-client.ts'
import { findOAuthGrant } from './find-oauth-grant.ts'
import { refreshSuccessor } from './refresh-successor.ts'
import { sealUnder, type Seal } from './seal.ts'
import { dbOf, unitOfWork } from './unit-of-work.ts'

type Row = { payload: AdapterPayload; consumedAt: Date | null; grantId: string | null; sealedId: Buffer | null }

const isId = (text: string | undefined): text is string =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? '')

// A second use within this time is two requests of one app at once, not a stolen token.
const atOnceMs = 10_000

const alreadyUsed: Record<string, () => Error> = {
  AuthorizationCode: () => new errors.InvalidGrant('authorization code already consumed'),
  RefreshToken: () => new errors.InvalidGrant('refresh token already used'),
  PushedAuthorizationRequest: () => new errors.InvalidRequestUri('request_uri was already used')
}

export type ArtifactParts = { sql: Sql; secret: string }

/** Makes the store of one model. Everything goes through the transaction of the request in hand, where there is one. */
export const artifactStore = ({ sql, secret }: ArtifactParts): ((model: string) => Adapter) => {
  const seal = sealUnder(secret, 'artifact id')
  const successorOf = refreshSuccessor(secret)
  return (model) => storeOf(model, sql, seal, successorOf)
}

const storeOf = (model: string, sql: Sql, seal: Seal, successorOf: (token: string) => string): Adapter => {
  const read = async (hash: Buffer): Promise<Row | undefined> => {
    const [row] = await dbOf(sql)<Row[]>`
      select payload, consumed_at as "consumedAt", grant_id as "grantId", sealed_id as "sealedId" from login.artifact a
      where id_hash = ${hash} and model = ${model}
        and (session_id is null or exists (select from people.session s where s.id = a.session_id))`
    return row
  }

  // Token requests of one grant take turns: the row of the OAuth grant is the lock. So what is decided here about codes and refresh
  // tokens still holds when it is written, and two requests cannot deadlock.
  const readLocked = async (hash: Buffer): Promise<Row | undefined> => {
    const row = await read(hash)
    const work = unitOfWork()
    if (!row?.grantId || !work || !(model in alreadyUsed)) return row
    await work.tx`select from login.artifact where id_hash = ${sha256(row.grantId)} and model = 'Grant' for update`
    return read(hash)
  }

  // A rotated refresh token comes again: its answer was lost (give the same again), or two requests ran at once (say so), or somebody
  // has a copy (the library then ends all tokens of the grant). RFC 9700 §4.14.2.
  const judgeRotated = async (id: string, row: Row): Promise<boolean> => {
    const work = unitOfWork()
    if (!work || !row.consumedAt) return true
    const [next] = await work.tx<{ consumedAt: Date | null; usedAt: Date | null }[]>`
      select consumed_at as "consumedAt", used_at as "usedAt" from login.artifact
      where id_hash = ${sha256(successorOf(id))} and model = 'RefreshToken'`
    if (next && !next.consumedAt && !next.usedAt) {
      work.again = true
      return false
    }
    if (nowMs() - row.consumedAt.getTime() < atOnceMs) {
      // Not InvalidGrant, which keeps its reason to itself.
      throw new errors.CustomOIDCProviderError(
        'invalid_grant',
        'the refresh token was rotated a moment ago by another request; use the answer to that one'
      )
    }
    return true
  }

  const find = async (id: string): Promise<AdapterPayload | undefined> => {
    if (model === 'Client') return findClient(dbOf(sql), id)
    if (model === 'Grant') return findOAuthGrant(dbOf(sql), id)
    const row = await readLocked(sha256(id))
    if (!row) return undefined
    const consumed = row.consumedAt !== null && (model !== 'RefreshToken' || (await judgeRotated(id, row)))
    return {
      ...openPayload(row.payload, seal),
      jti: id,
      ...(consumed && { consumed: Math.floor(row.consumedAt!.getTime() / 1000) })
    }
  }

  return {
    find,

    findByUid: async (uid) => {
      const [row] = await dbOf(sql)<Row[]>`
        select payload, sealed_id as "sealedId" from login.artifact a where uid = ${uid} and model = ${model}
          and (session_id is null or exists (select from people.session s where s.id = a.session_id))`
      return row?.sealedId ? { ...row.payload, jti: seal.open(row.sealedId) } : undefined
    },

    // The device flow is off.
    findByUserCode: () => Promise.resolve(undefined),

    upsert: async (id, payload, expiresIn) => {
      const rotating = unitOfWork()?.rotating
      const kept = keptPayload(payload, seal) as { parleySession?: string }
      const expiresAt = new Date(payload.exp === undefined ? nowMs() + (expiresIn ?? 0) * 1000 : payload.exp * 1000)
      const grant = model === 'Grant' ? id : payload.grantId
      const issuedWith = model === 'AccessToken' && rotating ? sha256(successorOf(rotating)) : null
      await dbOf(sql)`
        insert into login.artifact (model, id_hash, grant_id, client_id, person_id, jkt, uid, sealed_id, session_id, payload, expires_at,
          issued_with)
        values (${model}, ${sha256(id)}, ${isId(grant) && model !== 'Interaction' ? grant : null}, ${payload.clientId ?? null},
          ${isId(payload.accountId) ? payload.accountId : null}, ${payload.jkt ?? null}, ${payload.uid ?? null},
          ${payload.uid === undefined ? null : seal.seal(id)}, ${kept.parleySession ?? null}, ${sql.json(kept as never)}, ${expiresAt},
          ${issuedWith})
        on conflict (id_hash, model) do update set payload = excluded.payload, expires_at = excluded.expires_at,
          grant_id = excluded.grant_id, person_id = excluded.person_id, session_id = excluded.session_id`
    },

    consume: async (id) => {
      const work = unitOfWork()
      if (model === 'RefreshToken' && work) {
        work.rotating = id
        if (work.again) return
      }
      const used = await dbOf(sql)`
        update login.artifact set consumed_at = ${now()} where id_hash = ${sha256(id)} and model = ${model} and consumed_at is null`
      if (used.count !== 1) throw alreadyUsed[model]!()
    },

    destroy: async (id) => {
      await dbOf(sql)`delete from login.artifact where id_hash = ${sha256(id)} and model = ${model}`
    },

    revokeByGrantId: async (grantId) => {
      // Revoking one access token ends that one only; the library would end its whole family.
      const { oidc } = Provider.ctx ?? {}
      if (oidc?.route === 'revocation' && oidc.entities.AccessToken) return
      await dbOf(sql)`delete from login.artifact where grant_id = ${grantId} and model = ${model}`
    }
  }
}

// The id of a row is its hash, and "consumed" is a column. An interaction names two secrets of others: the session's cookie, which
// nothing needs, and the pushed request, which is sealed.
const keptPayload = (payload: AdapterPayload, seal: Seal): AdapterPayload => {
  const { jti: _jti, consumed: _consumed, parJti, session, ...rest } = payload
  const { cookie: _cookie, ...seen } = session ?? {}
  return {
    ...rest,
    ...(session && { session: seen }),
    ...(parJti !== undefined && { parJti: seal.seal(parJti).toString('base64url') })
  }
}

const openPayload = (payload: AdapterPayload, seal: Seal): AdapterPayload =>
  payload.parJti === undefined ? payload : { ...payload, parJti: seal.open(Buffer.from(payload.parJti, 'base64url')) }
