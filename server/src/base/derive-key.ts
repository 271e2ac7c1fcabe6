// Keys for single purposes, derived from the platform's one secret.
import { hkdfSync } from 'node:crypto'

/** 32 bytes for one purpose (RFC 5869); two labels give unrelated keys. */
export const deriveKey = (secret: string, label: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'parley/v1', label, 32))
