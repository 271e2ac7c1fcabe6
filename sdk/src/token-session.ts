// Acting with an access token that somebody else got by OAuth, such as a voice assistant that linked the person's account.
import { type Acting, actingOf } from './acting.ts'
import type { Platform } from './platform.ts'
import { randomName } from './random.ts'

/**
 * What a plain token allows: messages, grant and checkReceipts as of a session. It is kept nowhere and never renewed; a call refused with
 * 401 throws a ParleyRefusal for which `endsConnection` is true when the token has run out or its permission is over.
 */
export type TokenSession = Acting

/** id: under which the app's receipt store has the receipts of this person; a new one for each token session if left out. */
export type TokenOptions = { id?: string }

/** Sends nothing yet. Throws a TypeError for what cannot be an access token (RFC 6750 §2.1). */
export const tokenSessionOf = (platform: Platform, accessToken: string, options: TokenOptions = {}): TokenSession => {
  if (!/^[\w.~+/-]+=*$/.test(accessToken)) throw new TypeError('This is not an access token')
  const id = options.id ?? randomName()
  return actingOf({
    platform,
    session: { kind: 'session', id, person: { id: '' }, accessToken, accessExpiresAt: Infinity }
  })
}
