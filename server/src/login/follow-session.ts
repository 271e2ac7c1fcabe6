// Makes the provider's session a shadow of the session on the platform: it begins with it, names the same person and ends with it.
import type Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Bus } from '../base/bus.ts'
import type { Config } from '../base/config.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { endSession } from '../people/end-session.ts'
import { personHere } from './person-here.ts'

type Shadow = {
  accountId?: string
  parleySession?: string
  touched?: boolean
  loginAccount: (details: { accountId: string; loginTs: number }) => void
  destroy: () => Promise<void>
}
type SessionModel = {
  get: (ctx: KoaContextWithOIDC) => Promise<Shadow>
  IN_PAYLOAD: string[]
  instantiate: (payload?: object) => Shadow
  prototype: Shadow
}

/**
 * So there is one place where a person signs in and out. Signed in on the platform: no second sign-in, and prompt=none works. Signed
 * out there (the store then no longer finds the shadow), or somebody else signed in: the old shadow is not used again. Signing out
 * here ends the platform's session too.
 */
export const followSession = (
  provider: Provider,
  { sql, bus, config }: { sql: Sql; bus: Bus; config: Config }
): void => {
  const model = provider.Session as unknown as SessionModel
  const fields = [...model.IN_PAYLOAD, 'parleySession']
  Object.defineProperty(model, 'IN_PAYLOAD', { get: () => fields })

  const load = model.get.bind(model)
  model.get = async (ctx) => {
    const found = await load(ctx)
    const here = await personHere(sql, { headers: ctx.req.headers, server: { publicUrl: config.url } })
    if (found.parleySession === here?.session && found.accountId === here?.person) return found
    // instantiate() is a new session that is kept once somebody is in it; instantiate({}) also replaces the cookie of the old one.
    const shadow = here ? model.instantiate() : model.instantiate({})
    if (here) {
      shadow.loginAccount({ accountId: here.person, loginTs: here.since })
      shadow.parleySession = here.session
      shadow.touched = true
    }
    ctx.oidc?.entity('Session', shadow)
    return shadow
  }

  const destroy = model.prototype.destroy
  model.prototype.destroy = async function (this: Shadow) {
    await destroy.call(this)
    if (!this.accountId || !this.parleySession) return
    await endSession({ sql, bus }, this.accountId, this.parleySession).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error
    })
  }
}
