// The shelf: what the person watched, newest first, with where it went and what came back.
import { type Browser, type Html, html, type Site, type Value, when } from '@parley/site'
import type { Reply, Share } from '../shares/share.ts'
import type { Account } from '../watched/account.ts'
import type { KeptTitle } from '../watched/keep-title.ts'
import { placeOf } from '../watched/title-card.ts'
import { poster } from './poster.ts'

export type OnShelf = { kept: KeptTitle; shares: Share[]; replies: Reply[] }

const sources: Record<string, string> = { jellyfin: 'Jellyfin', plex: 'Plex', trakt: 'a scrobbler' }

/** Asks of each account that nobody spoke for whose it is. */
export const whoQuestions = (site: Site, browser: Browser, accounts: readonly Account[]): Html =>
  html`${accounts
    .filter(({ whose }) => whose === 'unknown')
    .map(
      ({ source, id, name }) =>
        html`<section class="notice" aria-label="Is this you?">
          <div>
            <h2>Is this you?</h2>
            <p>
              <strong>${name}</strong> watched something on ${sources[source]}. Of other people’s accounts nothing is
              kept.
            </p>
          </div>
          <form method="post" action="/accounts" class="actions">
            ${site.formKey(browser)}
            <input type="hidden" name="source" value="${source}" />
            <input type="hidden" name="account" value="${id}" />
            <button class="primary" name="mine" value="1">This is me</button>
            <button name="mine" value="0">Somebody else</button>
          </form>
        </section>`
    )}`

/** "Finished 2 hours ago", "40 % watched". */
export const stateOf = ({ finishedAt, progress, seenAt }: KeptTitle): Html => {
  if (finishedAt !== undefined) return html`Finished ${when(finishedAt)}`
  return html`${progress !== undefined && `${Math.round(progress)} % watched, `}${when(seenAt)}`
}

const went = ({ shares, replies }: OnShelf): Html | false => {
  const friends = shares.filter(({ state }) => state === 'shared').map(({ friend }) => friend)
  const stuck = shares.some(({ state }) => state === 'sending' || state === 'refused')
  return (
    (friends.length > 0 || stuck) &&
    html`<p class="small went">
      ${friends.length > 0 && `Sent to ${friends.join(', ')}`}${stuck && ' · Not sent yet'}${replies.length > 0 && html` · <strong>${replies.length === 1 ? '1 reply' : `${replies.length} replies`}</strong>`}
    </p>`
  )
}

const onShelf = (item: OnShelf): Html => {
  const { id, title, finishedAt, progress } = item.kept
  return html`<li class="shelf-title">
    ${poster(title)}
    <div>
      <h2><a href="/titles/${id}">${title.name}</a></h2>
      <p class="small">${title.kind === 'episode' ? placeOf(title) : html`Film${title.year && `, ${title.year}`}`}</p>
      <p class="small">${stateOf(item.kept)}</p>
      ${finishedAt === undefined && progress !== undefined && html`<progress value="${progress}" max="100" aria-label="Watched"></progress>`}
      ${went(item)}
    </div>
    <a class="button" href="/titles/${id}/share" aria-label="Share ${title.name}">Share</a>
  </li>`
}

/** older: the address of the next page. */
export const shelfBody = (
  notices: Value,
  questions: Html,
  items: readonly OnShelf[],
  older: string | undefined
): Html =>
  html`<div id="notices" class="notices" data-fresh aria-live="polite">${notices}${questions}</div>
    <h1>Your shelf</h1>
    <div id="shelf" data-fresh>
      ${
        items.length === 0
          ? html`<p class="empty">
              Nothing yet. Play something in the <a href="/player">player</a>, or let your own Jellyfin, Plex or
              scrobbler tell this shelf: the addresses are in <a href="/settings">Settings</a>.
            </p>`
          : html`<ul class="shelf">
              ${items.map(onShelf)}
            </ul>`
      }
      ${older && html`<p><a class="button" href="${older}">Older</a></p>`}
    </div>`
