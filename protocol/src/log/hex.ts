// Hexadecimal text, lower case only.

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export const toHex = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += digits[byte]!
  return text
}

/** The bytes, or undefined when the text is not lower-case hexadecimal. */
export const fromHex = (text: string): Uint8Array | undefined => {
  if (text.length % 2 !== 0 || /[^0-9a-f]/.test(text)) return undefined
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16))
}
