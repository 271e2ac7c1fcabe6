// A passkey's signature as it is kept with a permission: the assertion's parts in one stored JSON text.
import { bytes, FieldError, fields, text } from './fields.ts'
import { JsonError, parseStrictJson } from './strict-json.ts'

const signature = fields({
  /** The credential's id, base64url. */
  credential: text,
  clientData: bytes(),
  authenticatorData: bytes(),
  signature: bytes()
})
export type PasskeySignature = ReturnType<typeof signature>

/** Undefined when the text is not one. */
export const parsePasskeySignature = (stored: string): PasskeySignature | undefined => {
  try {
    return signature(parseStrictJson(stored), 'signature')
  } catch (error) {
    if (error instanceof JsonError || error instanceof FieldError) return undefined
    throw error
  }
}
