// The kinds of message, and what many of a kind are called on every page.

/** A message is what its card is, and text without one; a text beside a card belongs to the card. */
export const messageKinds = ['text', 'song', 'film', 'episode', 'receipt', 'link'] as const
export type MessageKind = (typeof messageKinds)[number]

export const kindWords: Record<MessageKind, string> = {
  text: 'texts',
  song: 'songs',
  film: 'films',
  episode: 'episodes',
  receipt: 'payment receipts',
  link: 'links'
}
