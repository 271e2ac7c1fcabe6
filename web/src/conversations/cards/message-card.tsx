// The card of a message: a song, a film or episode, a money receipt, or a link.
import type { Card } from '@parley/protocol/api/content.ts'
import './cards.css'
import { LinkCard } from './link-card.tsx'
import { ReceiptCard } from './receipt-card.tsx'
import { EpisodeCard, FilmCard } from './screen-card.tsx'
import { SongCard } from './song-card.tsx'

export const MessageCard = ({ card }: { card: Card }) => {
  switch (card.type) {
    case 'song':
      return <SongCard card={card} />
    case 'film':
      return <FilmCard card={card} />
    case 'episode':
      return <EpisodeCard card={card} />
    case 'receipt':
      return <ReceiptCard card={card} />
    case 'link':
      return <LinkCard card={card} />
  }
}
