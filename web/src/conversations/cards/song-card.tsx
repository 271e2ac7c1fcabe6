// A song somebody shares.
import type { Card } from '@parley/protocol/api/content.ts'
import { ExternalLink } from 'lucide-react'
import { SongArt } from './cover-art.tsx'
import { OutwardLink } from './outward-link.tsx'

export const SongCard = ({ card }: { card: Extract<Card, { type: 'song' }> }) => (
  <section className="card card-song" aria-label={`Song: ${card.name} by ${card.byArtist}`}>
    <SongArt seed={`${card.byArtist} ${card.inAlbum ?? card.name}`} />
    <div className="card-words">
      <span className="card-kind">Song</span>
      <strong className="card-title">{card.name}</strong>
      <span>{card.byArtist}</span>
      <span className="card-small">
        {[card.inAlbum, card.duration && playTime(card.duration)].filter(Boolean).join(' · ')}
      </span>
    </div>
    {card.url && (
      <OutwardLink url={card.url} className="card-open" label={`Open ${card.name}`}>
        <ExternalLink size={18} aria-hidden />
      </OutwardLink>
    )}
  </section>
)

/** PT3M20S as 3:20 (ISO 8601). */
const playTime = (duration: string): string => {
  const [, hours, minutes, seconds] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration) ?? []
  const all = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)
  const two = (n: number) => String(n).padStart(2, '0')
  const h = Math.floor(all / 3600)
  const m = Math.floor(all / 60) % 60
  return h > 0 ? `${h}:${two(m)}:${two(all % 60)}` : `${m}:${two(all % 60)}`
}
