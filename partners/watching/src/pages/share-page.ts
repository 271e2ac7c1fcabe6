// Asks with whom to share a title, and what to say with it.
import { type Browser, type Html, html, type Site } from '@parley/site'
import type { PartnerFriend } from '@parley/sdk'
import type { KeptTitle } from '../watched/keep-title.ts'
import { placeOf } from '../watched/title-card.ts'
import { poster } from './poster.ts'

const form = (site: Site, browser: Browser, kept: KeptTitle, friends: readonly PartnerFriend[]): Html =>
  html`<form method="post" action="/titles/${kept.id}/share" class="share-form">
    ${site.formKey(browser)}
    <fieldset>
      <legend>With whom?</legend>
      <div class="choices">
        ${friends.map(
          ({ conversation, person }, i) =>
            html`<label class="choice"
              ><input type="radio" name="conversation" value="${conversation}" required${i === 0 && html` checked`} />
              <span>${person.name}</span></label
            >`
        )}
      </div>
    </fieldset>
    <label class="field"
      ><span>A note <span class="small">(if you like)</span></span
      ><textarea name="note" rows="3" maxlength="4000"></textarea>
    </label>
    <div class="actions">
      <button class="primary">Share</button><a class="button quiet" href="/titles/${kept.id}">Not now</a>
    </div>
  </form>`

/** friends: those who can be chosen. had: those who have the title already. instead: what stands in place of the form. */
export type SharePage = {
  browser: Browser
  kept: KeptTitle
  friends: readonly PartnerFriend[]
  had: readonly PartnerFriend[]
  instead: Html | undefined
}

const nobody = (had: readonly PartnerFriend[]): Html =>
  had.length > 0
    ? html`<p class="empty">Everybody whom you chose in Parley has it already. Each friend gets a title once.</p>`
    : html`<p class="empty">The permission names no conversation with a friend. Choose one in Settings.</p>`

export const shareBody = (site: Site, { browser, kept, friends, had, instead }: SharePage): Html =>
  html`<h1>Share it</h1>
    <div class="title-head share-what">
      ${poster(kept.title)}
      <p><strong>${kept.title.name}</strong><br /><span class="small">${placeOf(kept.title)}</span></p>
    </div>
    ${instead ?? (friends.length > 0 ? form(site, browser, kept, friends) : nobody(had))}
    ${friends.length > 0 && had.length > 0 && html`<p class="small">${had.map(({ person }) => person.name).join(', ')} has it already.</p>`}
    ${friends.length === 0 && html`<p><a class="button quiet" href="/titles/${kept.id}">Back</a></p>`}`
