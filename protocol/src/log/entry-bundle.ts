// Entry bundles: up to 256 log entries, each after its length (C2SP tlog-tiles, "Log entries").
import { joinBytes, uint16 } from './bytes.ts'

/** The entries, or undefined when the bytes are not whole entries. */
export const parseEntryBundle = (bytes: Uint8Array): Uint8Array[] | undefined => {
  const entries: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
    if (at + 2 + length > bytes.length) return undefined
    entries.push(bytes.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  return entries
}

/** Throws RangeError for an entry of more than 65,535 bytes. */
export const formatEntryBundle = (entries: readonly Uint8Array[]): Uint8Array =>
  joinBytes(
    ...entries.flatMap((entry) => {
      if (entry.length > 65_535) throw new RangeError(`An entry of ${entry.length} bytes does not fit into a bundle`)
      return [uint16(entry.length), entry]
    })
  )
