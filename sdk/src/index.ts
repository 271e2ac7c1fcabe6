// What a partner developer imports: @parley/sdk.
export type { Messages } from './acting.ts'
export { browserStore } from './browser-store.ts'
export type { CallOptions } from './call.ts'
export { cardInWords } from './card-in-words.ts'
export type { Link } from './links/open-link.ts'
export { type Ask, askedDetail } from './login/ask.ts'
export type { FinishDeviceOptions } from './login/finish-device.ts'
export type { EvidenceOptions } from './evidence.ts'
export type { FinishOptions } from './login/finish.ts'
export type { LogOutOptions } from './login/log-out.ts'
export type { StartDeviceOptions, StartedDevice } from './login/start-device.ts'
export type { StartedLogin, StartOptions } from './login/start.ts'
export { memoryStore } from './memory-store.ts'
export { ParleyApprovalNeeded } from './messages/approval-needed.ts'
export { cardDuration } from './messages/card-duration.ts'
export { cardLine } from './messages/card-line.ts'
export type { PageOptions } from './messages/page-query.ts'
export type { WatchOptions } from './messages/watch.ts'
export type { WriteOptions } from './messages/write.ts'
export { parleyApp, type ParleyApp } from './parley-app.ts'
export type { AppOptions } from './platform.ts'
export { endsConnection, isDenied, isStaleLogin, isUnreachable, missingRight } from './predicates.ts'
export { ParleyBadReceipt, type ReceiptProblem } from './receipts/bad-receipt.ts'
export type { CheckedReceipt, CheckReceiptsOptions } from './receipts/check-receipts.ts'
export type { LogOptions } from './receipts/log-key.ts'
export { type KeptReceipt, memoryReceipts, type ReceiptStore, type SettledReceipt } from './receipts/receipt-store.ts'
export { type EndCode, type LoginCode, ParleyRefusal, ParleyUnreachable } from './refusal.ts'
export type { Session } from './session.ts'
export type { TokenOptions, TokenSession } from './token-session.ts'
export type { Kept, KeptAttempt, KeptDevice, KeptKey, KeptLink, KeptLog, KeptSession, Store } from './store.ts'
export type { Card, Content } from '@parley/protocol/api/content.ts'
export type { Action, GrantedDetail, Until } from '@parley/protocol/api/grant.ts'
export type {
  PartnerConversation,
  PartnerFriend,
  PartnerGrant,
  PartnerMe,
  PartnerMessage,
  PartnerMessagePage,
  ToldMessage,
  PartnerWrite,
  PersonRef
} from '@parley/protocol/api/partner.ts'
export type { RefusalCode } from '@parley/protocol/api/refusals.ts'
