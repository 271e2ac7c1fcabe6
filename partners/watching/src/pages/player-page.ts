// The demo player: replays watching something, and tells it as a Jellyfin server would.
import { html, type Site } from '@parley/site'
import { demoSessions } from '../client/demo-sessions.ts'
import { ownAccount } from '../watched/account.ts'

/** Somebody else of the household, whose titles are not the person's. */
const tom = '70600000000000000000000000000000'

export const playerPage = (site: Site): void =>
  site.show('/player', ({ person }) => ({
    title: 'Player',
    here: '/player',
    body: html`<h1>Player</h1>
      <section id="player" class="player" aria-label="Player" data-hook="/hooks/${site.callToken(person)}/jellyfin">
        <div class="scene"><img class="boat" src="/assets/boat.svg" alt="" /></div>
        <div class="deck">
          <label class="visually-hidden" for="seek">Position</label>
          <input id="seek" type="range" min="0" max="100" step="0.1" value="0" />
          <p id="position" class="small"></p>
          <div class="actions">
            <button type="button" id="play" class="primary" disabled>Play</button>
            <label class="inline"
              >What?
              <select id="what">
                ${demoSessions.map(({ item }) => html`<option>${item.Name}</option>`)}
              </select></label
            >
            <label class="inline"
              >Who watches?
              <select id="who">
                <option value="${ownAccount(site.db, person)}">${person.name}</option>
                <option value="${tom}">Tom</option>
              </select></label
            >
          </div>
          <p id="status" class="small" role="status"></p>
          <noscript><p class="small">The player needs JavaScript. Your own media server does not.</p></noscript>
        </div>
      </section>
      <p class="small">
        It sends the same reports as a Jellyfin server to your own address. Skip to the end, or let Tom watch, who is of
        the same household, and look at <a href="/">your shelf</a>.
      </p>
      <script type="module" src="/assets/client/player.ts"></script>`
  }))
