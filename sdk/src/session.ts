// One person's connection, as an app holds it: who they are, what they gave, and what can be done with it.
import type { Action, GrantedDetail } from '@parley/protocol/api/grant.ts'
import type {
  PartnerConversation,
  PartnerFriend,
  PartnerGrant,
  PartnerMe,
  PartnerMessage,
  PartnerMessagePage,
  ToldMessage,
  PartnerWrite
} from '@parley/protocol/api/partner.ts'
import type { Access } from './access.ts'
import type { CallOptions } from './call.ts'
import { giveBack } from './grant/give-back.ts'
import { readGrant } from './grant/read-grant.ts'
import { dropTokens } from './login/drop-tokens.ts'
import { logOut, type LogOutOptions } from './login/log-out.ts'
import { type StartedLogin, startLogin, type StartOptions } from './login/start.ts'
import { changes } from './messages/changes.ts'
import { conversationsPage } from './messages/conversations-page.ts'
import { deleteMessage } from './messages/delete-message.ts'
import { every } from './messages/every.ts'
import { friendsPage } from './messages/friends-page.ts'
import { me } from './messages/me.ts'
import { one } from './messages/one.ts'
import type { PageOptions } from './messages/page-query.ts'
import { page } from './messages/page.ts'
import { watch, type WatchOptions } from './messages/watch.ts'
import { write, type WriteOptions } from './messages/write.ts'
import type { Platform } from './platform.ts'
import { type CheckedReceipt, checkReceipts, type CheckReceiptsOptions } from './receipts/check-receipts.ts'
import type { EndCode } from './refusal.ts'
import type { KeptSession } from './store.ts'

type List<T> = { items: T[]; next?: string }

/** What can be done with messages; each entry documents itself in its own file under messages/. */
export type Messages = {
  /** Who the session stands for; works after "log in only" too. */
  me: (options?: CallOptions) => Promise<PartnerMe>
  /** Every friend whose direct conversation the permission names, with that conversation. */
  friends: (options?: PageOptions) => AsyncGenerator<PartnerFriend, void, undefined>
  friendsPage: (options?: PageOptions) => Promise<List<PartnerFriend>>
  /** Every conversation that the permission names. */
  conversations: (options?: PageOptions) => AsyncGenerator<PartnerConversation, void, undefined>
  conversationsPage: (options?: PageOptions) => Promise<List<PartnerConversation>>
  /** One page of a conversation, oldest first. */
  page: (conversation: string, options?: PageOptions) => Promise<PartnerMessagePage>
  /** Every message of a conversation that the permission covers, oldest first. */
  walk: (conversation: string, options?: PageOptions) => AsyncGenerator<PartnerMessage, void, undefined>
  one: (conversation: string, message: string, options?: CallOptions) => Promise<PartnerMessage>
  /** Writes text, a card, or both, as the person, labelled with the app. */
  write: (conversation: string, message: PartnerWrite, options?: WriteOptions) => Promise<ToldMessage>
  /** Deletes a message for everyone. */
  delete: (conversation: string, message: string, options?: CallOptions) => Promise<void>
  /** What was written or deleted after a cursor, in all conversations of the permission. */
  changes: (options?: PageOptions) => Promise<PartnerMessagePage>
  /** Follows changes; an endless loop of pages until the signal is aborted. */
  watch: (options?: WatchOptions) => AsyncGenerator<PartnerMessagePage, void, undefined>
}

/** A person's connection. Cheap to make: take it from `session(id)` for each request that you serve. */
export type Session = {
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
  messages: Messages
  /**
   * Looks whether the log holds what receipts promised, for a page of those that wait in the app's receipt store: {items, next?}. A minute
   * after an access its receipt should be `included`.
   */
  checkReceipts: (options?: CheckReceiptsOptions) => Promise<{ items: CheckedReceipt[]; next?: string }>
  grant: {
    /** The permission as it is now. */
    read: (options?: CallOptions) => Promise<PartnerGrant>
    /** Gives the permission back; the connection is over then. */
    giveBack: (options?: CallOptions) => Promise<void>
  }
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
  const over = (a: CallOptions | undefined): CallOptions => a ?? {}
  return {
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
    messages: {
      me: (options) => me(access, options),
      friends: (options) => every((o) => friendsPage(access, o), over(options)),
      friendsPage: (options) => friendsPage(access, options),
      conversations: (options) => every((o) => conversationsPage(access, o), over(options)),
      conversationsPage: (options) => conversationsPage(access, options),
      page: (conversation, options) => page(access, conversation, options),
      walk: (conversation, options) => every((o) => page(access, conversation, o), over(options)),
      one: (conversation, message, options) => one(access, conversation, message, options),
      write: (conversation, message, options) => write(access, conversation, message, options),
      delete: (conversation, message, options) => deleteMessage(access, conversation, message, options),
      changes: (options) => changes(access, options),
      watch: (options) => watch(access, options)
    },
    grant: {
      read: (options) => readGrant(access, options),
      giveBack: (options) => giveBack(access, options)
    },
    checkReceipts: (options) => checkReceipts(access, options),
    askFor: (options) => startLogin(platform, options, kept.id),
    logOut: (options) => logOut(access, options),
    forget: async () => {
      await platform.store.delete(`session:${kept.id}`)
      await dropTokens(platform, access.session)
    }
  }
}
