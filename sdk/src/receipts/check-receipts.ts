// Looks whether the log holds what receipts promised.
import type { ReceiptProof } from '@parley/protocol/api/partner.ts'
import { fromBase64 } from '@parley/protocol/log/base64.ts'
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import type { Finding } from '@parley/protocol/log/finding.ts'
import { clockSeconds, judgeCheckpoint } from '@parley/protocol/log/judge-checkpoint.ts'
import { judgeEntry } from '@parley/protocol/log/judge-entry.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { parseReceipt, receiptCommitment } from '@parley/protocol/log/receipt-text.ts'
import type { Access } from '../access.ts'
import { call, type CallOptions } from '../call.ts'
import { nowMs } from '../clock.ts'
import { ParleyRefusal } from '../refusal.ts'
import type { LogTrust } from './log-key.ts'
import type { KeptReceipt, SettledReceipt } from './receipt-store.ts'

/**
 * included: the entry is in the log, as promised. pending: the time for it has not passed. missing: that time has passed, and the
 * platform shows no place in the log. wrong: what it shows does not hold, and `why` says so. The last two break a signed promise; show the
 * receipt to whoever should know, or put its note into the receipts of an evidence bundle.
 */
export type CheckedReceipt = {
  event: string
  state: 'included' | 'pending' | 'missing' | 'wrong'
  index?: number
  why?: string
  receipt: KeptReceipt
}

/** after: the `next` of the call before. limit: how many at most are asked for, 100 if left out. */
export type CheckReceiptsOptions = CallOptions & { after?: string | undefined; limit?: number | undefined }

/** Undefined when it does not hold; problems are added to why. */
const judgeProof = async (
  receipt: KeptReceipt,
  { index, entry: entryText, path: pathText, checkpoint: note }: Exclude<ReceiptProof, { pending: true }>,
  { policy }: LogTrust,
  why: string[]
): Promise<SettledReceipt | undefined> => {
  const find = (_check: string, level: Finding['level'], text: string): void => {
    if (level !== 'remark') why.push(text)
  }
  const entry = fromBase64(entryText)
  const path = pathText.map(fromBase64)
  const promised = parseReceipt(parseNote(receipt.note)?.text ?? '')
  if (!entry || !promised || !path.every((hash) => hash !== undefined)) {
    why.push('The proof cannot be read.')
    return undefined
  }
  const checkpoint = await judgeCheckpoint(note, { policy, nowMs: nowMs() }, find)
  const judged = checkpoint && judgeEntry({ index, entry, path }, checkpoint, find)
  if (judged && !sameBytes(receiptCommitment(judged.entry.cs, judged.entry.co), promised.commitment))
    why.push('The entry in the log says something else than the receipt.')
  return judged && why.length === 0 ? { index, checkpoint: note } : undefined
}

const ask = async (access: Access, event: string, options: CallOptions): Promise<ReceiptProof | undefined> => {
  try {
    return await call<ReceiptProof>(access, { method: 'GET', path: `/receipts/${event}`, evenEnded: true, ...options })
  } catch (error) {
    if (error instanceof ParleyRefusal && error.code === 'receipt_missing') return undefined
    throw error
  }
}

const checkOne = async (access: Access, receipt: KeptReceipt, options: CallOptions): Promise<CheckedReceipt> => {
  const { event } = receipt
  const proof = await ask(access, event, options)
  if (proof === undefined || 'pending' in proof) {
    const isLate = nowMs() > receipt.logBy + clockSeconds * 1000
    return { event, state: isLate ? 'missing' : 'pending', receipt }
  }
  const why: string[] = []
  const found = await judgeProof(receipt, proof, await access.platform.trust(), why)
  if (!found) return { event, state: 'wrong', why: why.join(' '), receipt }
  await access.platform.receipts?.settle(event, found)
  return { event, state: 'included', index: found.index, receipt }
}

/**
 * Checks the receipts that wait in the app's store, in the order in which they came: {items, next?}. Go on with `next` until there is
 * none. Works for a while after the connection has ended, as long as its token lasts; throws what any call throws.
 */
export const checkReceipts = async (
  access: Access,
  { after, limit = 100, signal }: CheckReceiptsOptions = {}
): Promise<{ items: CheckedReceipt[]; next?: string }> => {
  const { receipts } = access.platform
  if (!receipts) throw new TypeError('This app keeps no receipts: give parleyApp a store for them')
  const waiting = await receipts.waiting(access.session.id, { after, limit })
  const items: CheckedReceipt[] = []
  for (const receipt of waiting) items.push(await checkOne(access, receipt, { signal }))
  const last = waiting.length === limit ? waiting.at(-1) : undefined
  return { items, ...(last && { next: last.event }) }
}
