// Signs the platform's promise that an entry which has committed will be in the log (docs/spec/log.md, "Receipt").
import type { Receipt } from '@parley/protocol/api/partner.ts'
import { formatNote } from '@parley/protocol/log/note.ts'
import { formatReceipt, logBySeconds } from '@parley/protocol/log/receipt-text.ts'
import { timeMs } from '@parley/protocol/log/scalars.ts'
import { signNote } from '@parley/protocol/log/sign-note.ts'
import { sha256 } from '../base/hash.ts'
import type { LogKeeper } from './log-keeper.ts'

/** An entry that was left. grant: null where it is about none. salts: of the commitments to its messages, in its order. */
export type Opened = {
  grant: string | null
  shared: string
  saltS: Buffer
  owner: string
  saltO: Buffer
  salts?: (string | null)[]
}

// As protocol/log/commitment.ts and receipt-text.ts, by the hash of Node, which is many times faster on an owner text of 5 kB.
const commit = (prefix: string, salt: Buffer, text: string): Buffer =>
  sha256(Buffer.concat([Buffer.from(prefix), salt, Buffer.from(text)]))

/** The same entry gets the same receipt whenever it is signed. */
export const signReceipt = async (
  { origin, receiptSigner }: Pick<LogKeeper, 'origin' | 'receiptSigner'>,
  { grant, shared, saltS, owner, saltO, salts }: Opened
): Promise<Receipt> => {
  const { id: event, at } = JSON.parse(shared) as { id: string; at: string }
  const text = formatReceipt({
    origin,
    event,
    commitment: sha256(Buffer.concat([commit('parley/s/v1\n', saltS, shared), commit('parley/o/v1\n', saltO, owner)])),
    grant,
    at,
    logBy: new Date((timeMs(at) ?? 0) + logBySeconds * 1000).toISOString()
  })
  return {
    note: formatNote({ text, signatures: [await signNote(text, receiptSigner)] }),
    shared,
    saltS: saltS.toString('base64'),
    owner,
    saltO: saltO.toString('base64'),
    ...(salts && { salts })
  }
}
