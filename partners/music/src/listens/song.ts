// A song as a card in a message, and as one of a person's songs.
import type { Song } from '@parley/connectors/listenbrainz/parse-song.ts'
import { type Card, cardDuration, cardLine } from '@parley/sdk'

/** The card (schema.org/MusicRecording). Long lines are cut at 200 characters. */
export const songCard = (song: Song): Card => ({
  type: 'song',
  name: cardLine(song.name),
  byArtist: cardLine(song.artist),
  ...(song.album && { inAlbum: cardLine(song.album) }),
  ...(song.durationMs && song.durationMs >= 500 && { duration: cardDuration(song.durationMs) }),
  ...(song.isrc && { isrcCode: song.isrc }),
  ...(song.url && { url: song.url })
})

/** The same for every spelling in upper and lower case. */
export const songKey = (song: Song): string =>
  JSON.stringify([song.artist.trim().toLowerCase(), song.name.trim().toLowerCase()])
