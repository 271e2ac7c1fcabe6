// The receipts of an answer: one for each entry that it left (docs/spec/log.md, "Receipt").
import type { Receipted } from '@parley/protocol/api/partner.ts'
import type { LogKeeper } from '../log/log-keeper.ts'
import { type Opened, signReceipt } from '../log/sign-receipt.ts'

/** What opens an entry, as the gate's functions return it; null when they left none. */
export type Opening = {
  grant_id: string | null
  shared: string | null
  salt_s: Buffer | null
  owner: string | null
  salt_o: Buffer | null
}

/** What an operation answers with, before its receipts are signed. */
export type Leaving<T> = T & { opened: Opened[] }

export const openedBy = (row: Opening, salts?: Opened['salts']): Opened[] => {
  const { grant_id: grant, shared, salt_s: saltS, owner, salt_o: saltO } = row
  if (grant === null || shared === null || saltS === null || owner === null || saltO === null) return []
  return [{ grant, shared, saltS, owner, saltO, ...(salts && { salts }) }]
}

// ECMAScript's JSON.parse source text access; the compiler's library does not name it yet.
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown }

// A note has a dash that hardly another part of an answer has; for one such character the engine would keep and convert all of the JSON
// as two bytes a character. Escaped (RFC 8259 §7) it says the same.
const inAscii = (text: string): string => rawJSON(JSON.stringify(text).replaceAll('\u2014', '\\u2014')) as string

/** Puts the receipts into an answer, which is only good for being written as JSON. */
export const withReceipts = async <T extends object>(
  log: Pick<LogKeeper, 'origin' | 'receiptSigner'>,
  { opened, ...answer }: Leaving<T>
): Promise<Receipted<T>> => ({
  ...(answer as T),
  receipts: await Promise.all(
    opened.map(async (one) => {
      const receipt = await signReceipt(log, one)
      return { ...receipt, note: inAscii(receipt.note) }
    })
  )
})
