// Registers an app: who owns it, what it is for, and its registration in the login standard's own words.
import type { App } from '@parley/protocol/api/grant.ts'
import { newId } from '../base/random.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { appLook } from './app-look.ts'
import { isPurposeCode } from './purpose-codes.ts'

export type NewApp = Omit<App, 'id'> & {
  /** Client metadata (RFC 7591 §2); login/ has checked it. */
  client: Record<string, unknown>
  /** Tokens work without a DPoP proof; entries then say that no proof was there. */
  bearerAllowed?: boolean
}

const isLine = (text: string, max: number): boolean =>
  /\S/.test(text) && text.length <= max && !/[\p{Cc}\p{Bidi_Control}]/u.test(text)

const check = (app: NewApp): void => {
  const wrong = (detail: string) => new Refusal('invalid_request', { detail })
  if (!/^[a-z0-9][a-z0-9._-]{2,63}$/.test(app.clientId))
    throw wrong('The client id has 3 to 64 characters: a-z, 0-9, dot, dash, underscore')
  if (!isLine(app.name, 40) || appLook(app.name) === '') throw wrong('The name has 1 to 40 characters on one line')
  if (!isLine(app.owner, 80)) throw wrong('The owner has 1 to 80 characters on one line')
  if (!isLine(app.purpose, 160)) throw wrong('The purpose is one sentence of 1 to 160 characters')
  if (!isPurposeCode(app.purposeCode))
    throw wrong(`The purpose code is not one that an app may have: ${app.purposeCode}`)
}

/**
 * Registers an app with its party and entry in the log. A client id that is taken, and a name that people could take for another
 * app's, are refused with invalid_request.
 */
export const registerApp = async (sql: Sql, app: NewApp): Promise<App> => {
  check(app)
  const id = newId()
  const look = appLook(app.name)
  return sql.begin(async (tx) => {
    // One at a time, so that two apps cannot take one name between the look and the insert.
    await tx`select pg_advisory_xact_lock(4000003)`
    const [taken] = await tx<{ clientId: string }[]>`
      select client_id as "clientId" from grants.app where client_id = ${app.clientId} or look = ${look}`
    if (taken) {
      const what = taken.clientId === app.clientId ? 'client id' : 'name, or one that looks like it,'
      throw new Refusal('invalid_request', { detail: `Another app has this ${what}` })
    }
    await tx`
      insert into grants.app (id, client_id, client, name, look, owner, purpose, purpose_code, bearer_allowed, agent,
        registered_at)
      values (${id}, ${app.clientId}, ${tx.json(app.client as never)}, ${app.name}, ${look}, ${app.owner}, ${app.purpose},
        ${app.purposeCode}, ${app.bearerAllowed ?? false}, ${app.agent ?? false}, clock_timestamp())`
    await tx`select log.open_party(${id}, 'app')`
    await tx`select grants.record_registration(${id})`
    await tx`select conversations.label_app(${id}, ${app.name})`
    const { clientId, name, owner, purpose, purposeCode, agent = false } = app
    return { id, clientId, name, owner, purpose, purposeCode, agent }
  })
}
