// Base64 (RFC 4648 §4) in the one form that encodes given bytes: padded, without line breaks, with zero bits at the end.

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const values = new Uint8Array(128).fill(255)
for (const [value, letter] of alphabet.split('').entries()) values[letter.charCodeAt(0)] = value

const valueAt = (text: string, at: number): number => values[text.charCodeAt(at)] ?? 255

/** The bytes, or undefined when the text is not the base64 of anything. */
export const fromBase64 = (text: string): Uint8Array | undefined => {
  if (text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  for (let from = 0, to = 0; from < text.length; from += 4) {
    const isLast = from + 4 === text.length
    const a = valueAt(text, from)
    const b = valueAt(text, from + 1)
    const c = isLast && padding > 1 ? 0 : valueAt(text, from + 2)
    const d = isLast && padding > 0 ? 0 : valueAt(text, from + 3)
    if ((a | b | c | d) > 63) return undefined
    if (isLast && ((padding === 2 && (b & 15) !== 0) || (padding === 1 && (c & 3) !== 0))) return undefined
    const group = (a << 18) | (b << 12) | (c << 6) | d
    bytes[to++] = group >> 16
    if (to < bytes.length) bytes[to++] = (group >> 8) & 255
    if (to < bytes.length) bytes[to++] = group & 255
  }
  return bytes
}

export const toBase64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]]
    const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    text += alphabet[group >> 18]! + alphabet[(group >> 12) & 63]!
    text += b === undefined ? '=' : alphabet[(group >> 6) & 63]!
    text += c === undefined ? '=' : alphabet[group & 63]!
  }
  return text
}
