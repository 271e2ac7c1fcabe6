// The name by which the code that a person enters is found; whoever reads the database cannot try codes against it.
import { createHmac } from 'node:crypto'
import { deriveKey } from '../base/derive-key.ts'

export const userCodeNames = (secret: string): ((userCode: string) => string) => {
  const key = deriveKey(secret, 'user codes')
  return (userCode) => `device ${createHmac('sha256', key).update(userCode).digest('base64url')}`
}
