// Asks with whom to share a song, and what to say with it. Shown as a page, or in a dialog over the player.
import { type Browser, html, type Html, type Page, type Site, type Value } from '@parley/site'
import type { PartnerFriend } from '@parley/sdk'
import type { Song } from '../listens/song.ts'
import { newId } from '../random.ts'
import { songLine } from './song-line.ts'

const songFields = (song: Song): Html => html`<input type="hidden" name="song" value="${JSON.stringify(song)}" />`

const friendChoice = (friend: PartnerFriend, first: boolean): Html =>
  html`<label class="choice">
    <input
      type="radio"
      name="conversation"
      value="${friend.conversation}"
      required${first && html` checked autofocus`}
    />
    <span>${friend.person.name}</span>
  </label>`

/** The names go along, so that Parley is asked for them once only. */
const nameField = ({ conversation, person }: PartnerFriend): Html =>
  html`<input type="hidden" name="friend-${conversation}" value="${person.name}" />`

const form = (
  site: Site,
  browser: Browser,
  { song, friends }: { song: Song; friends: readonly PartnerFriend[] }
): Html =>
  html`<form method="post" action="/shares" data-stay class="share-form">
    ${site.formKey(browser)}<input type="hidden" name="id" value="${newId()}" />${songFields(song)}
    ${friends.map(nameField)}
    <fieldset>
      <legend>With whom?</legend>
      <div class="choices">${friends.map((friend, i) => friendChoice(friend, i === 0))}</div>
    </fieldset>
    <label class="field"
      ><span>A note <span class="small">(if you like)</span></span
      ><textarea name="note" rows="3" maxlength="4000"></textarea>
    </label>
    <div class="actions">
      <button class="primary">Share</button><a class="button quiet" href="/" data-close>Not now</a>
    </div>
  </form>`

const notNow = html`<p><a class="button quiet" href="/" data-close>Not now</a></p>`

const nobody = (site: Site, browser: Browser, returnTo: string): Html =>
  html`<p class="empty">The permission names no conversation with a friend. Choose one on Parley’s page.</p>
    ${site.connectForm(browser, 'Choose in Parley', returnTo)} ${notNow}`

/** instead: what stands in place of the form when sharing is not possible now. here: the address of this page. */
export const shareFormPage = (
  site: Site,
  browser: Browser,
  about: { song: Song } & ({ friends: readonly PartnerFriend[]; here: string } | { instead: Value })
): Page => {
  const { song } = about
  let body: Value
  if ('instead' in about) body = [about.instead, notNow]
  else body = about.friends.length > 0 ? form(site, browser, about) : nobody(site, browser, about.here)
  return {
    title: `Share ${song.name}`,
    browser,
    body: html`<section data-sheet class="sheet-body">
      <h1>Share a song</h1>
      ${songLine(song)} ${body}
    </section>`
  }
}
