// What the checks of one bundle share: the judged entries and sequences, and what the checker brought along.
import type { BundleEntry, BundleSequence } from '@parley/protocol/log/evidence-bundle.ts'
import type { JudgedCheckpoint, Trust } from '@parley/protocol/log/judge-checkpoint.ts'
import type { JudgedEntry } from '@parley/protocol/log/judge-entry.ts'
import type { VerifierKey } from '@parley/protocol/log/verifier-key.ts'

export type BundleTrust = Trust & {
  /** Keys of receipts; without any, the log's own key under the name <origin>/receipt. */
  receiptKeys: VerifierKey[]
  /** Keys of mirrors whose word about tags counts. */
  mirrors: VerifierKey[]
  /** The lid that the person kept from sign-up. */
  lid?: string
  /** Every tag of the log with the indexes it stands at, from its tiles; the whole tree was checked. */
  allTags?: TagIndex
  /** Receipts that somebody kept. */
  receipts: KeptReceipt[]
}

/** A signed receipt, alone or with what opens its entry. */
export type KeptReceipt = string | { note: string; shared: string; saltS: string; owner: string; saltO: string }

/** By tag in hexadecimal. */
export type TagIndex = { size: number; at: Map<string, number[]> }

export type BundleView = {
  trust: BundleTrust
  checkpoint: JudgedCheckpoint
  /** The earlier ones, rising. */
  prior: JudgedCheckpoint[]
  sequences: BundleSequence[]
  /** Entries that are in the tree, by rising index, with what came with them. */
  entries: (JudgedEntry & { given: BundleEntry })[]
  /** Whether all entries of the person or app of a lid are here, from the very first one. */
  isWhole: (lid: string) => boolean
}
