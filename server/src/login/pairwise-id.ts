// How one app knows a person: another app knows the same person by another name (OpenID Connect Core §8.1).
import { createHmac } from 'node:crypto'
import { deriveKey } from '../base/derive-key.ts'

/** The sector is the client itself, so that two apps of one company cannot join what they know either. */
export const pairwiseIds = (secret: string): ((clientId: string, person: string) => string) => {
  const salt = deriveKey(secret, 'pairwise subjects')
  return (clientId, person) =>
    createHmac('sha256', salt)
      .update(JSON.stringify([clientId, person]))
      .digest('base64url')
}
