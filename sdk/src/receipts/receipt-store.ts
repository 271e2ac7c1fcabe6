// Where an app keeps the receipts of what it did, until it has seen that the log holds them, and for disputes after that.
import type { Receipt } from '@parley/protocol/api/partner.ts'

/** A receipt as it came, with the names to find it by. event: of the entry. logBy: in milliseconds since 1970. */
export type KeptReceipt = Receipt & { event: string; session: string; logBy: number }

/** Where the entry of a receipt is in the log, and the signed checkpoint that covers it. */
export type SettledReceipt = { index: number; checkpoint: string }

/**
 * Write one over your own database: three operations. Receipts hold no message text, but the salts in them prove what a message said to
 * whoever has its text; keep them like the messages.
 */
export type ReceiptStore = {
  /** Keeps receipts; one whose event is there already changes nothing. Resolves when they would outlive a crash. */
  add: (receipts: KeptReceipt[]) => Promise<void>
  /**
   * Receipts of a session that are not settled, in the order in which they came, after the one of `after` (which may be settled by now);
   * at most `limit`.
   */
  waiting: (session: string, options: { after?: string | undefined; limit: number }) => Promise<KeptReceipt[]>
  /** Its entry is in the log. Keep the receipt for as long as you may want to prove something by it. */
  settle: (event: string, found: SettledReceipt) => Promise<void>
}

/** Keeps the newest `most` receipts for as long as the process lives; for tests and a first try. */
export const memoryReceipts = (
  most = 10_000
): ReceiptStore & { all: () => (KeptReceipt & Partial<SettledReceipt>)[] } => {
  const kept = new Map<string, KeptReceipt & Partial<SettledReceipt>>()
  return {
    add: async (receipts) => {
      for (const receipt of receipts) if (!kept.has(receipt.event)) kept.set(receipt.event, receipt)
      for (const event of kept.keys()) {
        if (kept.size <= most) break
        kept.delete(event)
      }
    },
    waiting: async (session, { after, limit }) => {
      const all = [...kept.values()]
      const from = after === undefined ? 0 : all.findIndex(({ event }) => event === after) + 1
      const isWaiting = (receipt: (typeof all)[number]) => receipt.session === session && receipt.index === undefined
      return all.slice(from).filter(isWaiting).slice(0, limit)
    },
    settle: async (event, found) => {
      const receipt = kept.get(event)
      if (receipt) kept.set(event, { ...receipt, ...found })
    },
    all: () => [...kept.values()]
  }
}
