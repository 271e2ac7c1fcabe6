// One song in a list: sleeve, name, artist, and what can be done with it.
import { html, type Html, type Value } from '@parley/site'
import type { Song } from '@parley/connectors/listenbrainz/parse-song.ts'
import { cover } from './cover.ts'

/** aside: what stands at the end of the line. */
export const songLine = (song: Song, aside?: Value): Html =>
  html`<div class="song">
    ${cover(song)}
    <div class="song-text">
      <span class="song-name">${song.name}</span
      ><span class="song-artist"
        >${song.artist}${song.album && html`<span class="song-album"> · ${song.album}</span>`}</span
      >
    </div>
    ${aside !== undefined && html`<div class="song-aside">${aside}</div>`}
  </div>`
