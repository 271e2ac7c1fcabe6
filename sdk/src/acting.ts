// What can be done for a person, with a session or with a plain token alike.
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
import { type CheckedReceipt, checkReceipts, type CheckReceiptsOptions } from './receipts/check-receipts.ts'

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

export type Acting = {
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
}

export const actingOf = (access: Access): Acting => {
  const over = (a: CallOptions | undefined): CallOptions => a ?? {}
  return {
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
    checkReceipts: (options) => checkReceipts(access, options)
  }
}
