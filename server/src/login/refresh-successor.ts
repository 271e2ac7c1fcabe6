// The refresh token that follows another one.
import { createHmac } from 'node:crypto'
import { deriveKey } from '../base/derive-key.ts'

/**
 * Derived and not drawn, so that an answer that was lost can be given again although only hashes of tokens are stored: nobody without
 * the platform's key can compute it, and the platform can compute it only when the token before it is presented.
 */
export const refreshSuccessor = (secret: string): ((token: string) => string) => {
  const key = deriveKey(secret, 'refresh successor')
  return (token) => createHmac('sha256', key).update(token).digest('base64url')
}
