// Acting with the token of somebody who linked their account, and remembering whose permission it is.
import type { GrantedDetail } from '@parley/protocol/api/grant.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import type { Platform } from '../platform.ts'
import type { KeptLink } from '../store.ts'
import { type TokenSession, tokenSessionOf } from '../token-session.ts'
import { giveBackLinked } from './give-back-linked.ts'

/** person: this app's own identifier for them. permission: as it was when the token was new. */
export type Link = TokenSession & { readonly person: { id: string }; readonly permission: GrantedDetail }

const digest = (text: string): string => toHex(sha256(toUtf8(text)))

/** The store keeps no name of an assistant's user and no token, only their digests. */
export const linkName = (user: string): string => `link:${digest(user)}`

const meet = async ({ messages, grant }: TokenSession, accessToken: string): Promise<KeptLink> => {
  const { person } = await messages.me()
  const { id, detail } = await grant.read()
  return { kind: 'link', token: digest(accessToken), person: { id: person.id }, grant: id, detail }
}

/**
 * user: the assistant's own name for them. Asks Parley whose token it is when the token is new, and keeps the answer, so that `links.end` can
 * give the permission back when the assistant sends no token any more. Another permission that stood behind this user is given back: the
 * assistant has forgotten its token. Throws what `withToken` and a call throw.
 */
export const openLink = async (platform: Platform, user: string, accessToken: string): Promise<Link> => {
  const name = linkName(user)
  const session = tokenSessionOf(platform, accessToken, { id: name })
  const found = await platform.store.get(name)
  const isKnown = found?.kind === 'link' && found.token === digest(accessToken)
  const link = isKnown ? found : await meet(session, accessToken)
  if (!isKnown) {
    // Before the store forgets it: after a crash in between, the next request does both.
    if (found?.kind === 'link' && found.grant !== link.grant) await giveBackLinked(platform, found.grant)
    await platform.store.set(name, link)
  }
  return { ...session, person: link.person, permission: link.detail }
}
