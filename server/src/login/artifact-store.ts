// Where the OAuth provider keeps its artifacts: one table, values hashed, single use made atomic (the library leaves that to its store).
import { errors, Provider, type Adapter, type AdapterPayload } from 'oidc-provider'
import { now, nowMs } from '../base/clock.ts'
import { sha256 } from '../base/hash.ts'
import type { Sql } from '../base/sql.ts'
import { keptPayload, openedPayload } from './artifact-payload.ts'
import { findClient } from './find-client.ts'
import { findOAuthGrant } from './find-oauth-grant.ts'
import { refreshSuccessor } from './refresh-successor.ts'
import { countsAsUsed } from './rotated-token.ts'
import { sealUnder, type Seal } from './seal.ts'
import { userCodeNames } from './user-code-names.ts'
import { dbOf, unitOfWork } from './unit-of-work.ts'

type Row = { payload: AdapterPayload; consumedAt: Date | null; sealedId: Buffer | null }

/** What all operations on one model have in hand. */
type Shelf = {
  model: string
  sql: Sql
  seal: Seal
  successorOf: (token: string) => string
  nameOfCode: (userCode: string) => string
}

const isId = (text: string | undefined): text is string =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? '')

const alreadyUsed: Record<string, () => Error> = {
  AuthorizationCode: () => new errors.InvalidGrant('authorization code already consumed'),
  DeviceCode: () => new errors.InvalidGrant('device code already consumed'),
  RefreshToken: () => new errors.InvalidGrant('refresh token already used'),
  PushedAuthorizationRequest: () => new errors.InvalidRequestUri('request_uri was already used')
}

// NUL or half of a surrogate pair: JSON text has them only as escapes, and the database does not hold them.
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/

// A session of the provider is there while the platform session that it follows is.
const read = async (
  { model, sql }: Shelf,
  column: 'id_hash' | 'uid',
  value: Buffer | string
): Promise<Row | undefined> => {
  const db = dbOf(sql)
  const [row] = await db<Row[]>`
    select payload, consumed_at as "consumedAt", sealed_id as "sealedId" from login.artifact a
    where ${db(column)} = ${value} and model = ${model}
      and (session_id is null or exists (select from people.session s where s.id = a.session_id))`
  return row
}

// Token requests of one grant take turns: the row of the OAuth grant is the lock. So what is decided here about codes and refresh
// tokens still holds when it is written, and two requests cannot deadlock. A statement of its own, so that the one after it sees what
// whoever held the lock has done.
const lockGrantOf = async (model: string, hash: Buffer): Promise<void> => {
  const work = unitOfWork()
  if (!work || !(model in alreadyUsed)) return
  await work.tx`
    select from login.artifact g where g.model = 'Grant' and g.id_hash = (
      select sha256(convert_to(a.grant_id::text, 'UTF8')) from login.artifact a where a.id_hash = ${hash} and a.model = ${model})
    for update`
}

const find = async (shelf: Shelf, id: string): Promise<AdapterPayload | undefined> => {
  const { model, sql, seal, successorOf } = shelf
  if (model === 'Client') return findClient(dbOf(sql), id)
  if (model === 'Grant') return findOAuthGrant(dbOf(sql), id)
  const hash = sha256(id)
  await lockGrantOf(model, hash)
  const row = await read(shelf, 'id_hash', hash)
  if (!row) return undefined
  const payload = { ...openedPayload(row.payload, seal), jti: id }
  if (!row.consumedAt) return payload
  const work = unitOfWork()
  if (model === 'RefreshToken' && work && !(await countsAsUsed(work, successorOf(id), row.consumedAt))) return payload
  return { ...payload, consumed: Math.floor(row.consumedAt.getTime() / 1000) }
}

// A device whose code has run out is told so for a while, and so is the person.
const expiredMs = 60 * 60 * 1000

const upsert = async (shelf: Shelf, id: string, payload: AdapterPayload, expiresIn = 0): Promise<void> => {
  const { model, sql, seal, successorOf } = shelf
  const rotating = unitOfWork()?.rotating
  const kept = keptPayload(payload, seal)
  if (unstorable.test(JSON.stringify(kept))) throw new errors.InvalidRequest('a parameter contains NUL')
  const endsAt = payload.exp === undefined ? nowMs() + expiresIn * 1000 : payload.exp * 1000
  const expiresAt = new Date(model === 'DeviceCode' ? endsAt + expiredMs : endsAt)
  const name = payload.userCode === undefined ? payload.uid : shelf.nameOfCode(payload.userCode)
  const grant = model === 'Grant' ? id : payload.grantId
  const issuedWith = model === 'AccessToken' && rotating ? sha256(successorOf(rotating)) : null
  const done = await dbOf(sql)`
    insert into login.artifact as a (model, id_hash, grant_id, client_id, person_id, jkt, uid, sealed_id, session_id, payload, expires_at,
      issued_with)
    values (${model}, ${sha256(id)}, ${isId(grant) && model !== 'Interaction' ? grant : null}, ${payload.clientId ?? null},
      ${isId(payload.accountId) ? payload.accountId : null}, ${payload.jkt ?? null}, ${name ?? null},
      ${name === undefined ? null : seal.seal(id)}, ${kept.parleySession ?? null}, ${sql.json(kept as never)}, ${expiresAt},
      ${issuedWith})
    on conflict (id_hash, model) do update set payload = excluded.payload, expires_at = excluded.expires_at,
      grant_id = excluded.grant_id, person_id = excluded.person_id, session_id = excluded.session_id
    where a.model <> 'DeviceCode' or (not a.payload ?| array['accountId', 'error']
      and (a.payload -> 'inFlight' is null or excluded.payload ?| array['accountId', 'error']))`
  // Of people at once with one code, one is asked and one answer counts.
  if (done.count !== 1) throw new errors.InvalidRequest('the code was used already')
}

// The update is the test: of requests at once, one finds the row unused.
const consume = async ({ model, sql }: Shelf, id: string): Promise<void> => {
  const work = unitOfWork()
  if (model === 'RefreshToken' && work) {
    work.rotating = id
    if (work.again) return
  }
  const used = await dbOf(sql)`
    update login.artifact set consumed_at = ${now()} where id_hash = ${sha256(id)} and model = ${model} and consumed_at is null`
  if (used.count !== 1) throw alreadyUsed[model]!()
}

const revokeByGrantId = async ({ model, sql }: Shelf, grantId: string): Promise<void> => {
  // Revoking one access token ends that one only; the library would end its whole family.
  const { oidc } = Provider.ctx ?? {}
  if (oidc?.route === 'revocation' && oidc.entities.AccessToken) return
  await dbOf(sql)`delete from login.artifact where grant_id = ${grantId} and model = ${model}`
}

/** Makes the store of one model. Everything goes through the transaction of the request in hand, where there is one. */
export const artifactStore = ({ sql, secret }: { sql: Sql; secret: string }): ((model: string) => Adapter) => {
  const seal = sealUnder(secret, 'artifact id')
  const successorOf = refreshSuccessor(secret)
  const nameOfCode = userCodeNames(secret)
  return (model) => {
    const shelf = { model, sql, seal, successorOf, nameOfCode }
    return {
      find: (id) => find(shelf, id),
      findByUid: async (uid) => {
        const row = await read(shelf, 'uid', uid)
        return row?.sealedId ? { ...row.payload, jti: seal.open(row.sealedId) } : undefined
      },
      findByUserCode: async (userCode) => {
        const row = await read(shelf, 'uid', shelf.nameOfCode(userCode))
        return row?.sealedId ? { ...row.payload, userCode, jti: seal.open(row.sealedId) } : undefined
      },
      upsert: (id, payload, expiresIn) => upsert(shelf, id, payload, expiresIn),
      consume: (id) => consume(shelf, id),
      destroy: async (id) => {
        await dbOf(sql)`delete from login.artifact where id_hash = ${sha256(id)} and model = ${model}`
      },
      revokeByGrantId: (grantId) => revokeByGrantId(shelf, grantId)
    }
  }
}
