// Holds a receipt to the answer it came with: who signed it, what it commits to, and whether that is what was asked for and answered.
import { contentText } from '@parley/protocol/api/content-text.ts'
import type { Content } from '@parley/protocol/api/content.ts'
import type { PartnerMessage, Receipt, ToldMessage } from '@parley/protocol/api/partner.ts'
import { fromBase64, toBase64 } from '@parley/protocol/log/base64.ts'
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import { commitOwner, commitShared } from '@parley/protocol/log/commitment.ts'
import { type Item, type OwnerTextOf, parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { FieldError } from '@parley/protocol/log/fields.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import {
  logBySeconds,
  parseReceipt,
  type Receipt as Promised,
  receiptCommitment
} from '@parley/protocol/log/receipt-text.ts'
import { timeMs } from '@parley/protocol/log/scalars.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { JsonError } from '@parley/protocol/log/strict-json.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import { ParleyBadReceipt, type ReceiptProblem } from './bad-receipt.ts'
import type { LogTrust } from './log-key.ts'

/**
 * What one entry must tell: messages of a conversation, ids of conversations, a number of friends, or that the permission has ended. sent:
 * what was to be written.
 */
export type ExpectedEntry =
  | { action: 'read' | 'write'; conversation: string; messages: readonly PartnerMessage[]; sent?: Content }
  | { action: 'delete'; conversation: string; message: string }
  | { action: 'list'; what: 'conversations'; ids: readonly string[] }
  | { action: 'list'; what: 'friends'; count: number }
  | { action: 'end' }

/** proof: the one that was sent with the request; unknown for a write, which may be answered with the receipt of an earlier try. */
export type ExpectedRequest = {
  grant?: string | undefined
  proof?: string | undefined
  /** It went with a plain token, and the entry must say so. */
  isBearer?: boolean
}

type Texts = { t: string; conv?: string; owner: OwnerTextOf<'access'> | OwnerTextOf<'list'> | OwnerTextOf<'grant'> }

/** Throws ParleyBadReceipt. Returns the promise. */
export const judgeReceipt = async (
  receipt: Receipt,
  entry: ExpectedEntry,
  request: ExpectedRequest,
  trust: LogTrust
): Promise<Promised> => {
  const bad = (problem: ReceiptProblem, sentence: string): never => {
    throw new ParleyBadReceipt(problem, sentence, [receipt])
  }
  const promised = await readPromise(receipt, trust, bad)
  const texts = readTexts(receipt, promised, bad)
  const { t, conv, owner } = texts
  const isRequest =
    (request.grant === undefined || owner.g === request.grant) && (owner.frame === 'grant' || isOf(owner.req, request))
  if (!isRequest) bad('other_access', 'The receipt is for another request of this app.')
  if (owner.frame === 'grant') checkEnd(t, entry, bad)
  else if (owner.frame === 'list') checkList(owner, entry, bad)
  else checkMessages({ t, conv, owner }, entry, receipt.salts ?? [], bad)
  return promised
}

const isOf = (req: string | null, { proof, isBearer = false }: ExpectedRequest): boolean =>
  (proof === undefined || req === toHex(sha256(toUtf8(proof)))) && (req === null) === isBearer

type Bad = (problem: ReceiptProblem, sentence: string) => never

const readPromise = async (receipt: Receipt, { origin, receiptKey }: LogTrust, bad: Bad): Promise<Promised> => {
  const note = parseNote(receipt.note)
  const promised = note && parseReceipt(note.text)
  if (!note || !promised) return bad('unreadable', 'The receipt cannot be read.')
  if (promised.origin !== origin || (await verifyNote(note, [receiptKey])).good.length === 0)
    bad('foreign_signature', `The receipt is not signed by the log ${origin} that this app knows.`)
  const isInTime = (timeMs(promised.logBy) ?? Infinity) - (timeMs(promised.at) ?? 0) <= logBySeconds * 1000
  return isInTime ? promised : bad('other_access', 'The receipt promises an entry later than it may.')
}

const readTexts = (receipt: Receipt, { event, at, grant, commitment }: Promised, bad: Bad): Texts => {
  const [saltS, saltO] = [fromBase64(receipt.saltS), fromBase64(receipt.saltO)]
  const isCommitted =
    saltS?.length === 32 &&
    saltO?.length === 32 &&
    sameBytes(receiptCommitment(commitShared(saltS, receipt.shared), commitOwner(saltO, receipt.owner)), commitment)
  if (!isCommitted) bad('other_texts', 'The receipt promises an entry with other texts than those beside it.')
  try {
    const shared = parseShared(receipt.shared)
    if (shared.frame !== 'access' && shared.frame !== 'list' && shared.frame !== 'grant')
      return bad('other_access', 'The receipt is for no access, and for no end of a permission.')
    const owner = parseOwner(shared.frame, receipt.owner) as Texts['owner']
    const hasAll = !('n' in shared) || !('items' in owner) || shared.n === owner.items.length
    const isWhole = shared.id === event && shared.at === at && owner.g === grant && hasAll
    const hasFrom = shared.frame !== 'access' || !('from' in owner) || shared.from.join() === owner.from.join()
    if (!isWhole || !hasFrom) bad('other_access', 'The two texts of the receipt and its note do not agree.')
    return { t: shared.t, owner, ...(shared.frame === 'access' && { conv: shared.conv }) }
  } catch (error) {
    if (!(error instanceof JsonError || error instanceof FieldError)) throw error
    return bad('unreadable', `The texts of the receipt cannot be read: ${error.message}`)
  }
}

const checkEnd = (t: string, { action }: ExpectedEntry, bad: Bad): void => {
  if (action !== 'end' || (t !== 'revoke' && t !== 'end'))
    bad('other_access', 'The receipt does not say that the permission has ended.')
}

const checkList = (owner: OwnerTextOf<'list'>, entry: ExpectedEntry, bad: Bad): void => {
  const isAnswer =
    entry.action === 'list' &&
    entry.what === owner.what &&
    (entry.what === 'friends' ? owner.items.length === entry.count : owner.items.join() === entry.ids.join())
  if (!isAnswer) bad('other_access', 'The receipt names others than the answer does.')
}

const checkMessages = (
  { t, conv, owner: { items } }: { t: string; conv: string | undefined; owner: OwnerTextOf<'access'> },
  entry: ExpectedEntry,
  salts: readonly (string | null)[],
  bad: Bad
): void => {
  if (entry.action === 'list' || entry.action === 'end' || entry.action !== t || entry.conversation !== conv)
    return bad('other_access', 'The receipt tells of another action, or of another conversation.')
  // The entry names only what was told.
  const told = entry.action === 'delete' ? [] : entry.messages.filter((message) => !message.withheld)
  const ids = entry.action === 'delete' ? [entry.message] : told.map(({ id }) => id)
  if (ids.join() !== items.map(({ message }) => message).join())
    return bad('other_access', 'The receipt tells of other messages than the answer.')
  if (entry.action === 'delete') return
  const { sent } = entry
  if (sent && told.some((message) => !message.deleted && contentText(message) !== contentText(sent)))
    bad('other_content', 'The answer says that something else was written than was sent.')
  for (const [at, message] of told.entries())
    if (!isCommitted(message, items[at]!, salts[at] ?? null, entry.action))
      bad('other_content', `The message ${message.id} is not the one that the receipt commits to.`)
}

/** The salt of a deleted message is gone, and its commitment says nothing any more. */
const isCommitted = (message: ToldMessage, item: Item, salt: string | null, action: 'read' | 'write'): boolean => {
  if (message.deleted) return item.isDeleted || action === 'write'
  const bytes = salt === null ? undefined : fromBase64(salt)
  return (
    bytes !== undefined && !item.isDeleted && toBase64(sha256(bytes, toUtf8(contentText(message)))) === item.commitment
  )
}
