// A picture drawn from a title, for cards that bring none: the same title always gives the same one.
const hash = (text: string): number => {
  let sum = 2166136261
  for (const char of text) sum = Math.imul(sum ^ char.charCodeAt(0), 16777619) >>> 0
  return sum
}
const hues = 6

/** Bars like a waveform, for songs. */
export const SongArt = ({ seed }: { seed: string }) => {
  const start = hash(seed)
  const bars = Array.from({ length: 9 }, (_, i) => 8 + ((((start >>> i) ^ (start >>> (i * 2 + 3))) >>> 0) % 5) * 8)
  return (
    <svg viewBox="0 0 64 64" preserveAspectRatio="xMidYMid slice" className={`art art-${start % hues}`} aria-hidden>
      <rect width="64" height="64" className="art-ground" />
      {bars.map((height, i) => (
        <rect key={i} x={8.5 + i * 5.4} y={32 - height / 2} width="3" height={height} rx="1.5" className="art-mark" />
      ))}
    </svg>
  )
}

/** A horizon and a light, for films and episodes. */
export const ScreenArt = ({ seed }: { seed: string }) => {
  const start = hash(seed)
  const x = 12 + (start % 36)
  const y = 18 + ((start >>> 5) % 22)
  return (
    <svg viewBox="0 0 60 84" preserveAspectRatio="xMidYMid slice" className={`art art-${start % hues}`} aria-hidden>
      <rect width="60" height="84" className="art-ground" />
      <circle cx={x} cy={y} r="9" className="art-mark" />
      <path
        d={`M0 ${58 + (start % 9)} L18 ${44 + ((start >>> 3) % 12)} L36 ${60 + ((start >>> 6) % 6)} L60 ${46 + ((start >>> 9) % 14)} V84 H0 Z`}
        className="art-shape"
      />
      <path
        d={`M0 ${70 + ((start >>> 4) % 6)} L24 62 L60 ${72 - ((start >>> 7) % 8)} V84 H0 Z`}
        className="art-mark art-near"
      />
    </svg>
  )
}
