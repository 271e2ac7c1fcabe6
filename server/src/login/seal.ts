// Encrypts the few values that must be read back: AES-256-GCM under a key derived from the platform's secret.
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { deriveKey } from '../base/derive-key.ts'
import { newSecret } from '../base/random.ts'

const nonceBytes = 12
const tagBytes = 16

export type Seal = { seal: (text: string) => Buffer; open: (sealed: Uint8Array) => string }

/** What is sealed under one label opens under no other one. open throws when the secret has changed or the bytes are damaged. */
export const sealUnder = (secret: string, label: string): Seal => {
  const key = deriveKey(secret, `seal ${label}`)
  return {
    seal: (text) => {
      const nonce = Buffer.from(newSecret(nonceBytes), 'base64url')
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, body, cipher.getAuthTag()])
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
      decipher.setAuthTag(bytes.subarray(-tagBytes))
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString('utf8')
    }
  }
}
