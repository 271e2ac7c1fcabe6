// A call whose answer comes with receipts: checks them, keeps them, and hands on the answer.
import type { PartnerMessage, Receipt, Receipted } from '@parley/protocol/api/partner.ts'
import { timeMs } from '@parley/protocol/log/scalars.ts'
import type { Access } from '../access.ts'
import { call, type Request } from '../call.ts'
import type { Platform } from '../platform.ts'
import { ParleyBadReceipt } from './bad-receipt.ts'
import { type ExpectedEntry, type ExpectedRequest, judgeReceipt } from './judge-receipt.ts'
import type { LogTrust } from './log-key.ts'
import type { KeptReceipt } from './receipt-store.ts'

/** The entries that a page of messages leaves: one for each conversation, in the order of the page. */
export const readEntries = (messages: readonly PartnerMessage[]): ExpectedEntry[] =>
  [...Map.groupBy(messages, ({ conversation }) => conversation)].map(([conversation, of]) => ({
    action: 'read',
    conversation,
    messages: of
  }))

const judgeAll = async (
  session: string,
  receipts: readonly Receipt[],
  expected: readonly ExpectedEntry[],
  request: ExpectedRequest,
  trust: LogTrust
): Promise<KeptReceipt[]> => {
  if (receipts.length !== expected.length)
    throw new ParleyBadReceipt(
      'left_out',
      `${expected.length} receipts belong to the answer, and ${receipts.length} came.`,
      receipts
    )
  return Promise.all(
    receipts.map(async (receipt, at): Promise<KeptReceipt> => {
      const { event, logBy } = await judgeReceipt(receipt, expected[at]!, request, trust)
      return { ...receipt, event, session, logBy: timeMs(logBy) ?? 0 }
    })
  )
}

/**
 * Holds the receipts of an answer to what they must tell, and keeps the good ones, under `session`, before it returns. Throws
 * ParleyBadReceipt with the answer, or tells the app's onBadReceipt.
 */
export const takeReceipts = async (
  { receipts: store, trust, onBadReceipt }: Platform,
  session: string,
  { answer, receipts }: { answer: unknown; receipts: readonly Receipt[] },
  expected: readonly ExpectedEntry[],
  request: ExpectedRequest
): Promise<void> => {
  try {
    const kept = await judgeAll(session, receipts, expected, request, await trust())
    if (kept.length > 0) await store?.add(kept)
  } catch (error) {
    if (!(error instanceof ParleyBadReceipt)) throw error
    error.answer = answer
    if (!onBadReceipt) throw error
    onBadReceipt(session, error)
  }
}

/**
 * As call, for an answer with receipts. expect: the entries that the answer must have left. Throws ParleyBadReceipt, or tells the app's
 * onBadReceipt and answers all the same. Good receipts are in the app's store before this returns.
 */
export const callReceipted = async <T extends object>(
  access: Access,
  request: Request,
  expect: (answer: T, receipts: readonly Receipt[]) => ExpectedEntry[]
): Promise<T> => {
  const { platform, session } = access
  // Before the request: without the key nothing could be checked, and a write would have happened.
  await platform.trust()
  let proof: string | undefined
  const onProof = (sent: string): void => {
    proof = sent
  }
  const { receipts: given, ...rest } = await call<Receipted<T>>(access, { ...request, onProof })
  const answer = rest as unknown as T
  const receipts = Array.isArray(given) ? given : []
  // A write may be answered with the receipt of an earlier try, made with another proof or under an earlier permission.
  const isBearer = session.key === undefined
  const of = request.method === 'POST' ? { isBearer } : { isBearer, grant: access.session.detail?.grant, proof }
  await takeReceipts(platform, session.id, { answer, receipts }, expect(answer, receipts), of)
  return answer
}
