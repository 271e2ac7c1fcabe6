// The demo player: replays watching something, and tells it as a Jellyfin server would.
import { type Html, html } from '@parley/site'
import { demoSessions } from '../client/demo-sessions.ts'
import { clock } from '../client/play-position.ts'
import { placeOf } from '../watched/title-card.ts'
import { poster } from './poster.ts'

const scene = html`<svg class="scene" viewBox="0 0 320 180" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
  <rect class="sky" width="320" height="180" />
  <circle class="moon" cx="250" cy="66" r="14" />
  <path class="far" d="M0 118Q40 84 90 112T190 104T320 116V180H0Z" />
  <g class="boat">
    <path d="M-22 0h44l-8 12h-28zM-10-12h18v12h-18z" />
    <circle class="lamp" cx="12" cy="-16" r="4" />
  </g>
  <path
    class="sea"
    d="M0 136q10-5 20 0t20 0 20 0 20 0 20 0 20 0 20 0 20 0 20 0 20 0 20 0 20 0 20 0 20 0 20 0 20 0V180H0Z"
  />
</svg>`

/** token: of the person's own address; account: of the person, as the player tells it; name: theirs. */
export const playerBody = (about: { token: string; account: string; name: string }): Html =>
  html`<h1>Player</h1>
    <section
      id="player"
      class="player"
      aria-label="Player"
      data-token="${about.token}"
      data-account="${about.account}"
      data-name="${about.name}"
    >
      ${scene}
      <div class="deck">
        <p id="now" class="now">${demoSessions[0]!.title.name}</p>
        <p id="about" class="small">${demoSessions[0]!.about}</p>
        <label class="seek"
          ><span class="visually-hidden">Position</span
          ><input id="seek" type="range" min="0" max="100" step="0.1" value="0"
        /></label>
        <p class="small">
          <span id="position">${clock(0)}</span> of <span id="length">${clock(demoSessions[0]!.minutes * 60)}</span>
        </p>
        <div class="actions">
          <button type="button" id="play" class="primary">Play</button><button type="button" id="stop">Stop</button>
          <label class="inline"
            >Speed
            <select id="speed">
              <option value="1">1×</option>
              <option value="60">60×</option>
              <option value="240" selected>240×</option>
            </select></label
          >
          <label class="inline"
            >Who watches?
            <select id="who">
              <option value="me">${about.name}</option>
              <option value="other">Tom, in the same household</option>
            </select></label
          >
        </div>
        <p id="status" class="small" role="status"></p>
        <noscript><p class="small">The player needs JavaScript. Your own media server does not.</p></noscript>
      </div>
    </section>
    <section aria-labelledby="programme">
      <h2 id="programme">Tonight</h2>
      <ul class="programme">
        ${demoSessions.map(
          ({ title, minutes }, i) =>
            html`<li>
              <button type="button" data-session="${i}" aria-pressed="${i === 0 ? 'true' : 'false'}">
                ${poster(title)}<span
                  ><strong>${title.name}</strong
                  ><span class="small"
                    >${title.kind === 'episode' ? placeOf(title) : `Film, ${title.year}`}, ${minutes} min</span
                  ></span
                >
              </button>
            </li>`
        )}
      </ul>
    </section>
    <p class="small">
      It sends the same reports as a Jellyfin server to your own address: start, progress and stop. Skip to the end, or
      stop early, and look at <a href="/">your shelf</a>.
    </p>
    <script type="module" src="/assets/client/player.ts"></script>`
