// What a message can carry: text, or a card whose fields are schema.org's, or both.
import Type, { type Static } from 'typebox'
import { HttpUrl, Strict } from './scalars.ts'

export const textCharsMax = 4000
const Line = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })

/** schema.org/MusicRecording. duration is ISO 8601, as in PT3M20S. */
export const SongCard = Strict({
  type: Type.Literal('song'),
  name: Line,
  byArtist: Line,
  inAlbum: Type.Optional(Line),
  duration: Type.Optional(Type.String({ pattern: '^PT(?=\\d)(\\d{1,2}H)?(\\d{1,3}M)?(\\d{1,5}S)?$' })),
  isrcCode: Type.Optional(Type.String({ pattern: '^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$' })),
  url: Type.Optional(HttpUrl)
})

/** schema.org/Movie. */
export const FilmCard = Strict({
  type: Type.Literal('film'),
  name: Line,
  datePublished: Type.Optional(Type.String({ pattern: '^\\d{4}(-\\d{2}-\\d{2})?$' })),
  url: Type.Optional(HttpUrl)
})

/** schema.org/TVEpisode. */
export const EpisodeCard = Strict({
  type: Type.Literal('episode'),
  name: Line,
  partOfSeries: Line,
  seasonNumber: Type.Optional(Type.Integer({ minimum: 0, maximum: 9999 })),
  episodeNumber: Type.Optional(Type.Integer({ minimum: 0, maximum: 99999 })),
  url: Type.Optional(HttpUrl)
})

/** schema.org/MoneyTransfer. value is a decimal string in the currency's own unit; accounts show four characters at most. */
export const ReceiptCard = Strict({
  type: Type.Literal('receipt'),
  amount: Strict({
    value: Type.String({ pattern: '^\\d{1,15}(\\.\\d{1,3})?$' }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' })
  }),
  beneficiary: Line,
  account: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9]{1,4}$' })),
  bookedOn: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
  reference: Type.Optional(Line),
  correctsReference: Type.Optional(Line)
})

export const LinkCard = Strict({ type: Type.Literal('link'), url: HttpUrl, name: Type.Optional(Line) })

export const Card = Type.Union([SongCard, FilmCard, EpisodeCard, ReceiptCard, LinkCard])
export type Card = Static<typeof Card>

export const MessageText = Type.String({ minLength: 1, maxLength: textCharsMax, pattern: '\\S' })

/** What the sender says; at least one of text and card. This object's JSON text is what the message's commitment covers. */
export const Content = Type.Object(
  { text: Type.Optional(MessageText), card: Type.Optional(Card) },
  { additionalProperties: false, minProperties: 1 }
)
export type Content = Static<typeof Content>
