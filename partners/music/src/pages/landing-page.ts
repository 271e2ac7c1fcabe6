// The page of people who are not logged in.
import { tunes } from '../client/songs.ts'
import { cover } from './cover.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'

/** notice: what happened before, such as a login that was turned down. */
export const landingPage = (parley: string, notice?: Html): Html =>
  layout({
    title: 'Play it, pass it on',
    body: html`${notice}
      <section class="hero">
        <div class="hero-text">
          <h1>Play it.<br />Pass it on.</h1>
          <p>
            Music keeps what you listen to, and sends a song to a friend in the middle of your conversation on Parley.
          </p>
          <form method="post" action="/login"><button class="primary large">Log in with Parley</button></form>
          <p class="small">
            You choose the conversations on Parley’s own page at ${new URL(parley).host}. Nothing is ticked there: to
            share a song, allow Music to write messages and to see the names of the people you choose. Music sees only
            the songs that it sends for you and the replies to them, and you can end that at any time.
          </p>
        </div>
        <div class="hero-art" aria-hidden="true">
          ${tunes.slice(0, 4).map((tune) => cover({ name: tune.name, artist: tune.artist, album: `${tune.album}${tune.name}` }))}
        </div>
      </section>`
  })
