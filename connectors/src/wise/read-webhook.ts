// Reads one call of Wise's webhook: signed with RSA and SHA-256 over the body as it came.
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { BadInput } from '../bad-input.ts'
import { parseEvent, type WiseEvent } from './parse-event.ts'

/** Wise's public key from its PEM text; a `\n` written out, as in settings of one line, is a line end. */
export const wiseKey = (pem: string): KeyObject => createPublicKey(pem.replaceAll('\\n', '\n'))

/**
 * undefined: nothing of a transfer is told, or it is one of Wise's tests. The same may come again, and in any order: the transfer's number
 * tells what is known already. Throws BadInput with bad_signature (401) or bad_event (400).
 */
export const readWebhook = (
  key: KeyObject,
  headers: Record<string, unknown>,
  body: Uint8Array
): WiseEvent | undefined => {
  const signature = headers['x-signature-sha256']
  if (typeof signature !== 'string' || !verify('sha256', body, key, Buffer.from(signature, 'base64')))
    throw new BadInput('Wise did not sign this.', { status: 401, code: 'bad_signature' })
  return headers['x-test-notification'] === 'true' ? undefined : parseEvent(Buffer.from(body).toString('utf8'))
}
