// A group's title as it is kept and shown.
import { Refusal } from '../base/refusal.ts'

const titleCharsMax = 80
// Controls and marks of direction would let a title dress up the line that it stands in. The joiners are part of scripts and emoji.
const forbidden = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/u
const stackedMarks = /\p{M}{5,}/u

/** NFC, without spaces at the ends or in rows. Throws invalid_text or invalid_request. */
export const cleanTitle = (title: string): string => {
  const clean = title.normalize('NFC').trim().replaceAll(/\s+/g, ' ')
  if (forbidden.test(clean) || stackedMarks.test(clean))
    throw new Refusal('invalid_text', { detail: 'The title has characters that are not shown as text' })
  const length = [...clean].length
  if (length < 1 || length > titleCharsMax)
    throw new Refusal('invalid_request', { detail: `A title has 1 to ${titleCharsMax} characters` })
  return clean
}
