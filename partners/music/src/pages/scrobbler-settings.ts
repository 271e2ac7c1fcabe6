// The part of Settings about the person's own player.
import { type Browser, type Html, html, type Site } from '@parley/site'
import { listenToken } from '../listens/listener.ts'

export const scrobblerSettings = (site: Site, browser: Browser): Html =>
  html`<section class="panel" aria-labelledby="scrobble-title">
    <h2 id="scrobble-title">Your own player</h2>
    <p>
      Any scrobbler that can send to ListenBrainz can send here: Jellyfin, Navidrome, multi-scrobbler, Web Scrobbler and
      others. Set its ListenBrainz address and token to these:
    </p>
    <label class="field"><span>Address</span><input readonly value="${site.config.url}" /></label>
    <label class="field"
      ><span>Token <span class="small">(a secret; who has it can add to your history)</span></span
      ><input readonly value="${listenToken(site.db, browser.person.id)}" autocomplete="off" spellcheck="false"
    /></label>
    <form method="post" action="/settings/token">${site.formKey(browser)}<button>Make a new token</button></form>
  </section>`
