// Reads one call of Wise's webhook: signed with RSA and SHA-256 over the body as it came.
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { BadInput } from '../bad-input.ts'
import { parseEvent, type WiseEvent } from './parse-event.ts'

/** Wise's public key from its PEM text; a `\n` written out, as in settings of one line, is a line end. */
export const wiseKey = (pem: string): KeyObject => createPublicKey(pem.replaceAll('\\n', '\n'))

/**
 * delivery: the same for each try to tell the same. event: undefined when nothing of a transfer is told. undefined for Wise's tests. Throws
 * BadInput with bad_signature (401) or bad_event (400).
 */
export const readWebhook = (
  key: KeyObject,
  headers: Record<string, unknown>,
  body: Uint8Array
): { delivery: string; event: WiseEvent | undefined } | undefined => {
  const signature = headers['x-signature-sha256']
  if (typeof signature !== 'string' || !verify('sha256', body, key, Buffer.from(signature, 'base64')))
    throw new BadInput('Wise did not sign this.', { status: 401, code: 'bad_signature' })
  if (headers['x-test-notification'] === 'true') return undefined
  const event = parseEvent(Buffer.from(body).toString('utf8'))
  const delivery = headers['x-delivery-id']
  if (typeof delivery !== 'string' || delivery.length > 100)
    throw new BadInput('The delivery has no id.', { code: 'bad_event' })
  return { delivery, event }
}
