// A link somebody shares: its name and the site it leads to, nothing is fetched from there.
import type { Card } from '@parley/protocol/api/content.ts'
import { ExternalLink } from 'lucide-react'
import { OutwardLink } from './outward-link.tsx'

export const LinkCard = ({ card }: { card: Extract<Card, { type: 'link' }> }) => (
  <OutwardLink url={card.url} className="card card-link">
    <span className="card-words">
      <strong className="card-title">{card.name ?? siteOf(card.url)}</strong>
      <span className="card-small card-url">{card.name ? siteOf(card.url) : card.url}</span>
    </span>
    <ExternalLink size={18} aria-hidden />
  </OutwardLink>
)

const siteOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : url)
