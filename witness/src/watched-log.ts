// A log that this witness follows.
import { toHex } from '@parley/protocol/log/hex.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import { formatVerifierKey, type VerifierKey } from '@parley/protocol/log/verifier-key.ts'

export type WatchedLog = {
  origin: string
  /** The SHA-256 of the origin in hexadecimal: the log's name in addresses (C2SP tlog-witness). */
  hash: string
  /** Any of them signs its checkpoints. */
  keys: VerifierKey[]
  /** Where its checkpoint and tiles are, without a slash at the end; a mirror needs it. */
  url: string | undefined
}

/** Keys of one name are keys of one log. */
export const watchedLogs = (given: readonly { key: VerifierKey; url?: string | undefined }[]): WatchedLog[] => {
  const logs = new Map<string, WatchedLog>()
  for (const { key, url } of given) {
    const log = logs.get(key.name)
    const place = url?.replace(/\/+$/, '')
    if (!log) logs.set(key.name, { origin: key.name, hash: toHex(sha256(toUtf8(key.name))), keys: [key], url: place })
    else {
      if (!log.keys.some((known) => formatVerifierKey(known) === formatVerifierKey(key))) log.keys.push(key)
      log.url ??= place
    }
  }
  return [...logs.values()]
}
