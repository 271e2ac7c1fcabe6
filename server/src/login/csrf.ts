// The hidden value that ties a form to one interaction, one browser and one person.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKey } from '../base/derive-key.ts'

export type FormSeal = {
  of: (uid: string, session: string | undefined) => string
  fits: (given: unknown, uid: string, session: string | undefined) => boolean
}

/** session: the platform session of the person that the form is shown to, undefined where nobody is signed in. */
export const formSeal = (secret: string): FormSeal => {
  const key = deriveKey(secret, 'login forms')
  const of = (uid: string, session: string | undefined): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([uid, session ?? null]))
      .digest('base64url')
  return {
    of,
    fits: (given, uid, session) => {
      const expected = Buffer.from(of(uid, session))
      const actual = Buffer.from(typeof given === 'string' ? given : '')
      return expected.length === actual.length && timingSafeEqual(expected, actual)
    }
  }
}
