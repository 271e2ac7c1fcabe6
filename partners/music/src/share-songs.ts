// What Music shares: a song of its player, one of the history, or one that plays elsewhere.
import { type ShareOptions, type Thing } from '@parley/site'
import type { Card } from '@parley/sdk'
import type { DatabaseSync } from 'node:sqlite'
import { tunes } from './client/songs.ts'
import { pastListen } from './listens/history.ts'
import { playedSong } from './listens/now-playing.ts'
import type { Song } from '@parley/connectors/listenbrainz/parse-song.ts'
import { songCard } from './listens/song.ts'
import { songLine } from './pages/song-line.ts'

/** By ?tune= of the player, ?listen= of the history, ?now= of what plays elsewhere. */
const songOf = (db: DatabaseSync, person: string, field: (name: string) => string): Song | undefined => {
  const [tune, listen, now] = ['tune', 'listen', 'now'].map((name) =>
    /^\d{1,12}$/.test(field(name)) ? Number(field(name)) : undefined
  )
  const found = tune === undefined ? undefined : tunes[tune]
  if (found) return { name: found.name, artist: found.artist, album: found.album, durationMs: found.seconds * 1000 }
  if (listen !== undefined) return pastListen(db, person, listen)?.song
  return now === undefined ? undefined : playedSong(db, person, now)
}

const thingOf = (song: Song): Thing => {
  const card = songCard(song)
  return {
    about: JSON.stringify([song.artist, song.name]).slice(0, 200),
    heading: 'Share a song',
    button: 'Share',
    content: { card },
    view: songLine(song)
  }
}

const songFrom = (card: Card | undefined): Song =>
  card?.type === 'song'
    ? { name: card.name, artist: card.byArtist, ...(card.inAlbum && { album: card.inAlbum }) }
    : { name: '', artist: '' }

export const shareSongs: ShareOptions = {
  thing: (db, { id }, field) => {
    const song = songOf(db, id, field)
    return song && thingOf(song)
  },
  view: ({ card }) => songLine(songFrom(card)),
  once: 'form',
  note: true,
  replies: true,
  deletes: true,
  words: { choose: 'With whom?', empty: 'You have not shared a song yet. Play one and choose “Share this song”.' }
}
