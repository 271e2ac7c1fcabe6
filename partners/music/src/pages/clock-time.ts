// Says the length of a song.

/** 200000 ms is 3:20. */
export const clockTime = (ms: number): string => {
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
