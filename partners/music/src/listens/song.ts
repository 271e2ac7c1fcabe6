// A song as a card in a message, and as one of a person's songs.
import type { Song } from '@parley/connectors/listenbrainz/parse-song.ts'
import type { Card } from '@parley/sdk'

const clip = (text: string): string => {
  const points = [...text.trim()]
  return points.length <= 200 ? points.join('') : `${points.slice(0, 199).join('').trimEnd()}…`
}

/** 200000 ms is PT3M20S (ISO 8601-1 §5.5.2.1). */
export const isoDuration = (ms: number): string => {
  const seconds = Math.round(ms / 1000)
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  return `PT${h ? `${h}H` : ''}${m ? `${m}M` : ''}${s || (!h && !m) ? `${s}S` : ''}`
}

/** The card (schema.org/MusicRecording). Long lines are cut at 200 characters. */
export const songCard = (song: Song): Card => ({
  type: 'song',
  name: clip(song.name),
  byArtist: clip(song.artist),
  ...(song.album && { inAlbum: clip(song.album) }),
  ...(song.durationMs && song.durationMs >= 500 && { duration: isoDuration(song.durationMs) }),
  ...(song.isrc && { isrcCode: song.isrc }),
  ...(song.url && { url: song.url })
})

/** The same for every spelling in upper and lower case. */
export const songKey = (song: Song): string =>
  JSON.stringify([song.artist.trim().toLowerCase(), song.name.trim().toLowerCase()])
