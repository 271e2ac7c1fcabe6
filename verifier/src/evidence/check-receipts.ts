// Check V22: what the platform promised with its answers is in the log, as promised and in time.
import { fromBase64 } from '@parley/protocol/log/base64.ts'
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import { commitOwner, commitShared } from '@parley/protocol/log/commitment.ts'
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { FieldError } from '@parley/protocol/log/fields.ts'
import type { Find } from '@parley/protocol/log/finding.ts'
import { clockSeconds } from '@parley/protocol/log/judge-checkpoint.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { parseReceipt, type Receipt, receiptCommitment, receiptSuffix } from '@parley/protocol/log/receipt-text.ts'
import { timeMs } from '@parley/protocol/log/scalars.ts'
import { JsonError } from '@parley/protocol/log/strict-json.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import type { BundleView, KeptReceipt } from './context.ts'
import { keyNamed } from './judge-head.ts'
import type { Permissions } from './permission.ts'

export const checkReceipts = async (
  view: BundleView,
  { grants }: Permissions,
  receipts: readonly KeptReceipt[],
  find: Find
): Promise<void> => {
  const { trust, checkpoint, entries } = view
  const keys = trust.receiptKeys.length > 0 ? trust.receiptKeys : [keyNamed(checkpoint.logKey, receiptSuffix)]
  const byEvent = new Map(entries.flatMap((entry) => (entry.shared ? [[entry.shared.id, entry] as const] : [])))
  for (const kept of receipts) {
    const note = parseNote(typeof kept === 'string' ? kept : kept.note)
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
    else {
      const known = receipt.grant === null ? undefined : grants.get(receipt.grant)
      checkMissing(view, receipt, partiesOf(kept, receipt) ?? (known && [known.app, known.who]), find)
    }
  }
}

const checkPromise = (view: BundleView, receipt: Receipt, entry: BundleView['entries'][number], find: Find): void => {
  const { index, shared, owner } = entry
  const isSame =
    sameBytes(receiptCommitment(entry.entry.cs, entry.entry.co), receipt.commitment) &&
    timeMs(shared?.at ?? '') === timeMs(receipt.at) &&
    (!owner || grantOf(owner) === receipt.grant)
  if (!isSame) find('V22', 'violation', `The log says something else than the receipt for ${receipt.event}.`, index)
  const late = [...view.prior, view.checkpoint].some(({ size, seenMs }) => size <= index && isPast(receipt, seenMs))
  if (late)
    find('V22', 'violation', `The entry for ${receipt.event} was logged later than its receipt promised.`, index)
}

const isPast = ({ logBy }: Receipt, seenMs: number | undefined): boolean =>
  seenMs !== undefined && seenMs > (timeMs(logBy) ?? Infinity) + clockSeconds * 1000

const grantOf = (owner: object): string | null => ('g' in owner && typeof owner.g === 'string' ? owner.g : null)

/**
 * The lids of those in whose history the entry must stand, as the texts that the receipt came with say; undefined when they are not those
 * it commits to.
 */
const partiesOf = (kept: KeptReceipt, { commitment, event, grant }: Receipt): string[] | undefined => {
  if (typeof kept === 'string') return undefined
  const [saltS, saltO] = [fromBase64(kept.saltS), fromBase64(kept.saltO)]
  if (!saltS || !saltO) return undefined
  const whole = receiptCommitment(commitShared(saltS, kept.shared), commitOwner(saltO, kept.owner))
  if (!sameBytes(whole, commitment)) return undefined
  try {
    const shared = parseShared(kept.shared)
    const owner = parseOwner(shared.frame, kept.owner)
    if (grantOf(owner) !== grant || shared.id !== event) return undefined
    // From whom somebody withholds their words is not told so by an entry.
    const app = shared.frame !== 'withhold' && 'app' in shared ? [shared.app] : []
    return [owner.who, ...app]
  } catch (error) {
    if (error instanceof JsonError || error instanceof FieldError) return undefined
    throw error
  }
}

/** That an entry is missing is proof only in a history in which it would have to stand. */
const checkMissing = (
  { checkpoint, sequences, isWhole }: BundleView,
  receipt: Receipt,
  parties: readonly string[] | undefined,
  find: Find
): void => {
  const isCovered =
    parties?.some(isWhole) === true ||
    sequences.some(({ of, grant, first }) => of === 'grant' && grant === receipt.grant && first === 1)
  if (isCovered && isPast(receipt, checkpoint.seenMs))
    find('V22', 'violation', `The platform gave a receipt for ${receipt.event} and did not log it.`)
  else find('V22', 'insufficient', `The entry of the receipt for ${receipt.event} is not in this file.`)
}
