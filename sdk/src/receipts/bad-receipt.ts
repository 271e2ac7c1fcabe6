// What is wrong with a receipt, as an error that an app can tell apart from all others.

/**
 * left_out: the answer disclosed or changed something, and its receipts are not there, or are too many. unreadable: not a receipt.
 * foreign_signature: the platform's log did not sign it. other_texts: it promises an entry with other texts than those beside it.
 * other_access: the entry will tell of something else than was asked for and answered. other_content: a message in the answer is not the
 * one that the entry commits to.
 */
export type ReceiptProblem =
  | 'left_out'
  | 'unreadable'
  | 'foreign_signature'
  | 'other_texts'
  | 'other_access'
  | 'other_content'

/**
 * The platform answered, and its receipt does not hold: what it says it did is not what it will be held to. `answer` is what it said; a
 * write or a deletion may well have happened. Keep this error: it is a reason to ask the operator, or to publish it.
 */
export class ParleyBadReceipt extends Error {
  readonly problem: ReceiptProblem
  /** The receipts as they came. */
  readonly receipts: readonly unknown[]
  answer: unknown
  constructor(problem: ReceiptProblem, sentence: string, receipts: readonly unknown[]) {
    super(sentence)
    this.name = 'ParleyBadReceipt'
    this.problem = problem
    this.receipts = receipts
  }
}
