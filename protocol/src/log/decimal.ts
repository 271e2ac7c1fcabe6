// Whole numbers as ASCII decimals without leading zeros.

/** Undefined when it is not one, or too large to be exact in a number. */
export const fromDecimal = (text: string): number | undefined => {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text)) return undefined
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : undefined
}
