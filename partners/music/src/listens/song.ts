// A song as a card in a message, and as one of a person's songs.
import type { Song } from '@parley/connectors/listenbrainz/parse-song.ts'
import { type Card, cardLine } from '@parley/sdk'

/** 200000 ms is PT3M20S (ISO 8601-1 §5.5.2.1). */
export const isoDuration = (ms: number): string => {
  const seconds = Math.round(ms / 1000)
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  return `PT${h ? `${h}H` : ''}${m ? `${m}M` : ''}${s || (!h && !m) ? `${s}S` : ''}`
}

/** The card (schema.org/MusicRecording). Long lines are cut at 200 characters. */
export const songCard = (song: Song): Card => ({
  type: 'song',
  name: cardLine(song.name),
  byArtist: cardLine(song.artist),
  ...(song.album && { inAlbum: cardLine(song.album) }),
  ...(song.durationMs && song.durationMs >= 500 && { duration: isoDuration(song.durationMs) }),
  ...(song.isrc && { isrcCode: song.isrc }),
  ...(song.url && { url: song.url })
})

/** The same for every spelling in upper and lower case. */
export const songKey = (song: Song): string =>
  JSON.stringify([song.artist.trim().toLowerCase(), song.name.trim().toLowerCase()])
