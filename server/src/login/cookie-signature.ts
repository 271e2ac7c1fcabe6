// Signs the provider's cookies with HMAC-SHA-256 (its default is SHA-1), in the form that its cookie library asks for.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKey } from '../base/derive-key.ts'

export type CookieSignature = {
  sign: (data: string) => string
  index: (data: string, digest: string) => number
  verify: (data: string, digest: string) => boolean
}

export const cookieSignature = (secret: string): CookieSignature => {
  const key = deriveKey(secret, 'login cookies')
  const sign = (data: string): string => createHmac('sha256', key).update(data).digest('base64url')
  const verify = (data: string, digest: string): boolean => {
    const expected = Buffer.from(sign(data))
    const given = Buffer.from(digest)
    return expected.length === given.length && timingSafeEqual(expected, given)
  }
  // index: which key signed (there is one), -1 for none.
  return { sign, verify, index: (data, digest) => (verify(data, digest) ? 0 : -1) }
}
