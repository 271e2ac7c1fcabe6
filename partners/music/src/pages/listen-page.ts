// The first page of a person who is logged in: the player, what plays elsewhere, and what was heard last.
import { html, type Html } from '@parley/site'
import { tunes } from '../client/songs.ts'
import type { PastListen } from '../listens/history.ts'
import type { Playing } from '../listens/now-playing.ts'
import { cover } from './cover.ts'
import { heardSongs } from './heard-songs.ts'
import { songLine } from './song-line.ts'

/** 200 is 3:20. */
const lengthOf = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

const player = (token: string): Html =>
  html`<section id="player" class="player" aria-label="Player" data-token="${token}">
      <div id="sleeve" class="sleeve">${cover({ ...tunes[0] })}</div>
      <div class="deck">
        <p class="title" id="title">${tunes[0].name}</p>
        <p class="artist" id="artist">${tunes[0].artist} · ${tunes[0].album}</p>
        <progress id="progress" value="0" max="${tunes[0].seconds}" aria-label="Played"></progress>
        <div class="buttons">
          <button type="button" id="previous" aria-label="Previous song" disabled>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 5h2v14H6zM20 5v14L9 12z" /></svg>
          </button>
          <button type="button" id="play" aria-label="Play" disabled>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path class="i-play" d="M7 4l14 8-14 8z" />
              <path class="i-pause" d="M6 4h4v16H6zM14 4h4v16h-4z" />
            </svg>
          </button>
          <button type="button" id="next" aria-label="Next song" disabled>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M16 5h2v14h-2zM4 5l11 7-11 7z" /></svg>
          </button>
          <a class="button" id="share-now" data-dialog href="/share?tune=0">Share this song</a>
        </div>
        <p id="player-status" class="small" role="status"></p>
        <noscript
          ><p class="small">
            The player needs JavaScript. Songs from your own player arrive without it: see Settings.
          </p></noscript
        >
      </div>
      <ol class="tunes" aria-label="Songs in the player">
        ${tunes.map(
          (tune, i) =>
            html`<li>
              <button type="button" data-tune="${i}" disabled>
                ${cover({ ...tune })}<span class="song-text"
                  ><span class="song-name">${tune.name}</span><span class="song-artist">${tune.artist}</span></span
                ><span class="length">${lengthOf(tune.seconds)}</span>
              </button>
            </li>`
        )}
      </ol>
    </section>
    <script type="module" src="/assets/client/player.ts"></script>`

const now = ({ id, song }: Playing): Html =>
  html`<section class="now" aria-labelledby="now-title">
    <h2 id="now-title">Playing now</h2>
    ${songLine(song, html`<a class="button" data-dialog href="/share?now=${id}">Share</a>`)}
  </section>`

const none = html`Nothing yet. Play a song above, or point your own player at Music in
  <a href="/settings">Settings</a>.`

const recent = (listens: readonly PastListen[]): Html =>
  html`<section aria-labelledby="recent-title">
    <h2 id="recent-title">Heard lately</h2>
    ${heardSongs(listens, none)} ${listens.length > 0 && html`<p><a href="/history">All of your history</a></p>`}
  </section>`

/** token: of the person's scrobblers, which the player uses. */
export const listenPage = (
  name: string,
  about: { token: string; playing: Playing | undefined; listens: readonly PastListen[] }
): Html =>
  html`<h1 class="hello">Hello, ${name}</h1>
    ${player(about.token)} ${about.playing && now(about.playing)} ${recent(about.listens)}`
