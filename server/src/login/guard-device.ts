// What the library leaves to its host in the device flow (RFC 8628): the price of guessing codes, and how often a device may ask.
import Provider, { errors } from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { addressBlock } from '../base/address-block.ts'
import { now } from '../base/clock.ts'
import type { Config } from '../base/config.ts'
import { sha256 } from '../base/hash.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { tooManyCodesPage } from './device-pages.ts'
import { personHere } from './person-here.ts'
import { dbOf } from './unit-of-work.ts'

/** Seconds from one question of a device to the next (RFC 8628 §3.2). */
export const pollSeconds = 5

// RFC 8628 §3.5. Networks bring questions closer together; and nobody has to wait longer than a minute.
const slowerSeconds = 5
const slowestSeconds = 60
const slackSeconds = 1

type DeviceCode = { clientId: string; grantId?: string; consumed?: unknown; isExpired: boolean }
type DeviceModel = { find: (value: string, options?: object) => Promise<DeviceCode | undefined> }

const countPoll = async (sql: Sql, deviceCode: string): Promise<void> => {
  const db = dbOf(sql)
  const hash = sha256(deviceCode)
  const [row] = await db<{ at: Date | null; seconds: number | null }[]>`
    select polled_at as at, poll_seconds as seconds from login.artifact
    where id_hash = ${hash} and model = 'DeviceCode' for update`
  const seconds = row?.seconds ?? pollSeconds
  const at = now()
  const isEarly = row?.at && at.getTime() - row.at.getTime() < (seconds - slackSeconds) * 1000
  const next = isEarly ? Math.min(seconds + slowerSeconds, slowestSeconds) : seconds
  await db`
    update login.artifact set polled_at = ${at}, poll_seconds = ${next}
    where id_hash = ${hash} and model = 'DeviceCode'`
  if (isEarly) throw new errors.SlowDown(`wait ${next} seconds between two questions`)
}

/** Devices that ask too often are told so, and a device without a proof learns it before its code is spent. */
export const guardPolls = (provider: Provider, sql: Sql): void => {
  const model = provider.DeviceCode as unknown as DeviceModel
  const find = model.find.bind(model)
  model.find = async (value, options) => {
    const code = await find(value, options)
    const { oidc } = Provider.ctx ?? {}
    if (!code || oidc?.route !== 'token' || code.clientId !== oidc.client?.clientId) return code
    if (code.isExpired || code.consumed) return code
    await countPoll(sql, value)
    // Throws where a proof is missing (find-oauth-grant.ts).
    if (code.grantId) await provider.Grant.find(code.grantId)
    return code
  }
}

/**
 * Every code that is tried costs, right or wrong, by address and by person: a right one must not give new tries to somebody who guesses.
 * The code of verification_uri_complete is kept for the page.
 */
export const guardCodes =
  (path: string, { sql, limits, config }: { sql: Sql; limits: Limits; config: Config }) =>
  async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    if (ctx.path !== path) return void (await next())
    const { user_code: code } = ctx.query
    ctx.query = {}
    if (typeof code === 'string' && ctx.method === 'GET') ctx.state['userCode'] = code.slice(0, 40)
    if (ctx.method === 'POST' || ctx.state['userCode'] !== undefined) {
      try {
        await limits.spend('device code by address', addressBlock(ctx.ip))
        const here = await personHere(sql, { headers: ctx.req.headers, server: { publicUrl: config.url } })
        if (here) await limits.spend('device code by person', here.person)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const seconds = error.more.retryAfter ?? 60
        ctx.status = 429
        ctx.set('retry-after', String(seconds))
        ctx.type = 'html'
        ctx.body = tooManyCodesPage(seconds).markup
        return
      }
    }
    await next()
  }
