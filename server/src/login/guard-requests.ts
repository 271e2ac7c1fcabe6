// What stands around every request to the provider: one transaction per token request, the price of guessing, answers kept honest.
import type Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { addressBlock } from '../base/address-block.ts'
import type { Config } from '../base/config.ts'
import { sha256 } from '../base/hash.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { guardCodes, guardPolls, pollSeconds } from './guard-device.ts'
import { inOneTransaction } from './unit-of-work.ts'

type Guard = (ctx: KoaContextWithOIDC, next: () => Promise<unknown>) => Promise<void>

// A right secret always passes, so that nobody can lock an app out by guessing; a wrong one costs. After the transaction, on a
// connection of its own.
const countWrongSecrets =
  (limits: Limits): Guard =>
  async (ctx, next) => {
    await next()
    const wrong: unknown = ctx.state['wrongSecretOf']
    if (typeof wrong !== 'string') return
    try {
      await limits.spend('client secret', `${wrong} ${addressBlock(ctx.ip)}`)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      ctx.status = 429
      ctx.set('retry-after', String(error.more.retryAfter))
      ctx.body = { error: 'temporarily_unavailable', error_description: 'too many wrong secrets; wait a little' }
    }
  }

// An error that the app caused is committed too: a code tried with a wrong verifier stays spent, a replay ends its tokens.
const oneTransaction =
  (sql: Sql): Guard =>
  (ctx, next) =>
    inOneTransaction(sql, async () => {
      await next()
      return ctx.status < 500
    })

const honestAnswers =
  (sql: Sql): Guard =>
  async (ctx, next) => {
    await next()
    const body = ctx.body as
      | { scope?: string; active?: boolean; response_modes_supported?: string[]; interval?: number }
      | undefined
    const { AccessToken, Grant } = ctx.oidc?.entities ?? {}
    switch (ctx.oidc?.route) {
      case 'discovery':
        body!.response_modes_supported = ['query']
        return
      case 'device_authorization':
        if (ctx.status === 200) body!.interval = pollSeconds
        return
      case 'introspection':
        // The token keeps the scopes of its hour of birth; the grant may have been narrowed since.
        if (body?.active && body.scope && Grant) body.scope = Grant.getOIDCScopeFiltered(body.scope.split(' '))
        return
      case 'userinfo':
        if (AccessToken && ctx.status === 200) await sql`select login.mark_used(${sha256(AccessToken.jti)})`
        return
      default:
    }
  }

export const guardRequests = (
  provider: Provider,
  { sql, limits, config }: { sql: Sql; limits: Limits; config: Config }
): void => {
  const { pathname } = new URL(`${config.url}/oauth/token`)
  const { pathname: devices } = new URL(`${config.url}/device`)
  const transaction = oneTransaction(sql)
  provider.use(countWrongSecrets(limits) as never)
  provider.use(((ctx: KoaContextWithOIDC, next: () => Promise<unknown>) =>
    ctx.path === pathname && ctx.method === 'POST' ? transaction(ctx, next) : next()) as never)
  provider.use(guardCodes(devices, { sql, limits, config }) as never)
  provider.use(honestAnswers(sql) as never)
  guardPolls(provider, sql)
}
