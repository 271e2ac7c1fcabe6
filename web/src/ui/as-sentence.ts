// A line from the platform as a sentence on screen: a capital at the start, a full stop at the end.
export const asSentence = (line: string): string => {
  const trimmed = line.trim()
  return trimmed.charAt(0).toLocaleUpperCase() + trimmed.slice(1) + (/[.!?]$/.test(trimmed) ? '' : '.')
}
