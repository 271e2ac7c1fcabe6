// Check V22: what the platform promised with its answers is in the log, as promised and in time.
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import type { Find } from '@parley/protocol/log/finding.ts'
import { clockSeconds } from '@parley/protocol/log/judge-checkpoint.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { parseReceipt, type Receipt, receiptCommitment, receiptSuffix } from '@parley/protocol/log/receipt-text.ts'
import { timeMs } from '@parley/protocol/log/scalars.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import type { BundleView } from './context.ts'
import { keyNamed } from './judge-head.ts'

export const checkReceipts = async (view: BundleView, receipts: readonly string[], find: Find): Promise<void> => {
  const { trust, checkpoint, entries } = view
  const keys = trust.receiptKeys.length > 0 ? trust.receiptKeys : [keyNamed(checkpoint.logKey, receiptSuffix)]
  const byEvent = new Map(entries.flatMap((entry) => (entry.shared ? [[entry.shared.id, entry] as const] : [])))
  for (const text of receipts) {
    const note = parseNote(text)
    const receipt = note && parseReceipt(note.text)
    if (!note || !receipt) {
      find('V22', 'malformed', 'A receipt cannot be read.')
      continue
    }
    if (receipt.origin !== checkpoint.origin || (await verifyNote(note, keys)).good.length === 0) {
      find('V22', 'violation', `The receipt for ${receipt.event} is not signed by this platform.`)
      continue
    }
    const entry = byEvent.get(receipt.event)
    if (entry) checkPromise(view, receipt, entry, find)
    else checkMissing(view, receipt, find)
  }
}

const checkPromise = (view: BundleView, receipt: Receipt, entry: BundleView['entries'][number], find: Find): void => {
  const { index, shared, owner } = entry
  const isSame =
    sameBytes(receiptCommitment(entry.entry.cs, entry.entry.co), receipt.commitment) &&
    timeMs(shared?.at ?? '') === timeMs(receipt.at) &&
    (!owner || ('g' in owner && owner.g === receipt.grant))
  if (!isSame) find('V22', 'violation', `The log says something else than the receipt for ${receipt.event}.`, index)
  const late = [...view.prior, view.checkpoint].some(({ size, seenMs }) => size <= index && isPast(receipt, seenMs))
  if (late)
    find('V22', 'violation', `The entry for ${receipt.event} was logged later than its receipt promised.`, index)
}

const isPast = ({ logBy }: Receipt, seenMs: number | undefined): boolean =>
  seenMs !== undefined && seenMs > (timeMs(logBy) ?? Infinity) + clockSeconds * 1000

const checkMissing = ({ checkpoint, sequences, isWhole }: BundleView, receipt: Receipt, find: Find): void => {
  const isCovered =
    isWhole || sequences.some(({ of, grant, first }) => of === 'grant' && grant === receipt.grant && first === 1)
  if (isCovered && isPast(receipt, checkpoint.seenMs))
    find('V22', 'violation', `The platform gave a receipt for ${receipt.event} and did not log it.`)
  else find('V22', 'insufficient', `The access of the receipt for ${receipt.event} is not in this file.`)
}
