// The page of people who are not logged in.
import { type Html, html, type Site } from '@parley/site'
import { tunes } from '../client/songs.ts'
import { cover } from './cover.ts'

export const landing = (site: Site): Html =>
  html`<section class="hero">
    <div class="hero-text">
      <h1>Play it.<br />Pass it on.</h1>
      <p>Music keeps what you listen to, and sends a song to a friend in the middle of your conversation on Parley.</p>
      ${site.loginForm()}
      <p class="small">
        You choose the conversations on Parley’s own page at ${new URL(site.config.parley).host}. Nothing is ticked
        there: to share a song, allow Music to write messages and to see the names of the people you choose. Music sees
        only the songs that it sends for you and the replies to them, and you can end that at any time.
      </p>
    </div>
    <div class="hero-art" aria-hidden="true">
      ${tunes.slice(0, 4).map((tune) => cover({ name: tune.name, artist: tune.artist, album: `${tune.album}${tune.name}` }))}
    </div>
  </section>`
