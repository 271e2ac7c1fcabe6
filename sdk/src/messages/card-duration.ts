// The length of a song as a card writes it.

/** 200000 ms is PT3M20S (ISO 8601-1 §5.5.2.1); whole seconds. */
export const cardDuration = (ms: number): string => {
  const seconds = Math.round(ms / 1000)
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  return `PT${h ? `${h}H` : ''}${m ? `${m}M` : ''}${s || (!h && !m) ? `${s}S` : ''}`
}
