// What somebody trusts who has asked the right people for the keys of a simulated log.
import type { BundleTrust } from '../evidence/context.ts'
import type { SimulatedLog } from './simulated-log.ts'

export const trustOf = (log: SimulatedLog, change: Partial<BundleTrust> = {}): BundleTrust => ({
  policy: {
    logs: [{ key: log.log.key }],
    witnesses: new Map(log.witnesses.map(({ key }, at) => [`w${at + 1}`, { key }])),
    groups: new Map([['both', { threshold: 2, members: log.witnesses.map((_, at) => `w${at + 1}`) }]]),
    quorum: 'both'
  },
  nowMs: log.nowMs + 10_000,
  receiptKeys: [],
  mirrors: [log.mirror.key],
  receipts: [],
  ...change
})
