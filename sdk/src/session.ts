// One person's connection, as an app holds it: who they are, what they gave, and what can be done with it.
import type { Action, GrantedDetail } from '@parley/protocol/api/grant.ts'
import type { Access } from './access.ts'
import { type Acting, actingOf } from './acting.ts'
import { dropTokens } from './login/drop-tokens.ts'
import { logOut, type LogOutOptions } from './login/log-out.ts'
import { type StartedLogin, startLogin, type StartOptions } from './login/start.ts'
import type { Platform } from './platform.ts'
import type { EndCode } from './refusal.ts'
import type { KeptSession } from './store.ts'

/** A person's connection. Cheap to make: take it from `session(id)` for each request that you serve. */
export type Session = Acting & {
  /** Under this name the session is in the store; put it into your own database or cookie session. */
  readonly id: string
  /** id: this app's own identifier for the person (pairwise, OpenID Connect Core §8.1). */
  readonly person: { id: string; name?: string }
  /** What the person gave, as far as known; undefined after "log in only". `grant.read()` asks the platform. */
  readonly permission: GrantedDetail | undefined
  /** Why the connection is over, once a call has found out; undefined while it is not known to be. */
  readonly ended: EndCode | undefined
  /** Whether the permission, as far as known, includes an action, or the names of friends. */
  may: (right: Action | 'friends') => boolean
  /** Asks the person for more, or for something else, under the same session: send the browser to `url`, then `login.finish`. */
  askFor: (options: StartOptions) => Promise<StartedLogin>
  /** Forgets the session (unless `keep`); the address returned signs the person out of Parley as well, if you send the browser there. */
  logOut: (options?: LogOutOptions) => Promise<{ url: string }>
  /** Forgets the session and its tokens, here and at the platform. The permission stays until it is given back or revoked. */
  forget: () => Promise<void>
}

/** The connection for a kept session. */
export const sessionOf = (platform: Platform, kept: KeptSession): Session => {
  const access: Access = { platform, session: kept }
  return {
    ...actingOf(access),
    id: kept.id,
    person: kept.person,
    get permission() {
      return access.session.detail
    },
    get ended() {
      return access.session.ended
    },
    may: (right) => {
      const { detail, ended } = access.session
      if (!detail || ended) return false
      return right === 'friends' ? detail.friends : detail.actions.includes(right)
    },
    askFor: (options) => startLogin(platform, options, kept.id),
    logOut: (options) => logOut(access, options),
    forget: async () => {
      await platform.store.delete(`session:${kept.id}`)
      await dropTokens(platform, access.session)
    }
  }
}
