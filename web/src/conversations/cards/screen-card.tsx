// A film or an episode somebody shares.
import type { Card } from '@parley/protocol/api/content.ts'
import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { ScreenArt } from './cover-art.tsx'
import { OutwardLink } from './outward-link.tsx'

export const FilmCard = ({ card }: { card: Extract<Card, { type: 'film' }> }) => (
  <ScreenFrame label={`Film: ${card.name}`} seed={card.name} url={card.url} name={card.name}>
    <span className="card-kind">Film</span>
    <strong className="card-title">{card.name}</strong>
    {card.datePublished && <span className="card-small">{card.datePublished.slice(0, 4)}</span>}
  </ScreenFrame>
)

export const EpisodeCard = ({ card }: { card: Extract<Card, { type: 'episode' }> }) => {
  const place = [
    card.seasonNumber !== undefined && `Season ${card.seasonNumber}`,
    card.episodeNumber !== undefined && `Episode ${card.episodeNumber}`
  ].filter(Boolean)
  return (
    <ScreenFrame
      label={`Episode: ${card.partOfSeries}, ${card.name}`}
      seed={card.partOfSeries}
      url={card.url}
      name={card.name}
    >
      <span className="card-kind">Episode</span>
      <strong className="card-title">{card.name}</strong>
      <span>{card.partOfSeries}</span>
      {place.length > 0 && <span className="card-small">{place.join(' · ')}</span>}
    </ScreenFrame>
  )
}

type FrameProps = { label: string; seed: string; name: string; url: string | undefined; children: ReactNode }
const ScreenFrame = ({ label, seed, name, url, children }: FrameProps) => (
  <section className="card card-screen" aria-label={label}>
    <ScreenArt seed={seed} />
    <div className="card-words">{children}</div>
    {url && (
      <OutwardLink url={url} className="card-open" label={`Open ${name}`}>
        <ExternalLink size={18} aria-hidden />
      </OutwardLink>
    )}
  </section>
)
