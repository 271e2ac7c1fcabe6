// One title: sharing it, where it went, and what friends answered.
import { type Browser, type Html, html, lines, type Site, type Value, when } from '@parley/site'
import type { Reply, Share } from '../shares/share.ts'
import type { KeptTitle } from '../watched/keep-title.ts'
import { placeOf } from '../watched/title-card.ts'
import { poster } from './poster.ts'
import { stateOf } from './shelf-page.ts'

const states: Record<Share['state'], string> = {
  sending: 'On its way; not known to have arrived',
  refused: 'Not sent',
  shared: 'Sent',
  deleted: 'Deleted in Parley'
}

const reply = ({ friend, at, text }: Reply): Html =>
  html`<li class="reply">
    <p class="reply-who">${friend} <span class="small">${when(Date.parse(at))}</span></p>
    <p class="reply-text">${lines(text)}</p>
  </li>`

const again = (site: Site, browser: Browser, share: Share): Html =>
  html`<form method="post" action="/titles/${share.title}/send">
    ${site.formKey(browser)}<input type="hidden" name="share" value="${share.id}" /><button class="primary">
      Send again
    </button>
  </form>`

export type SharedWith = { share: Share; replies: Reply[] }

const sharedWith = (site: Site, browser: Browser, reads: boolean, { share, replies }: SharedWith): Html =>
  html`<section class="panel state-${share.state}" aria-label="For ${share.friend}">
    <h2>For ${share.friend}</h2>
    <p class="small">${states[share.state]}, ${when(share.at)}</p>
    ${share.note && html`<blockquote class="note">${lines(share.note)}</blockquote>`}
    ${(share.state === 'sending' || share.state === 'refused') && again(site, browser, share)}
    ${
      replies.length > 0 &&
      html`<ol class="replies" aria-label="Replies of ${share.friend}">
        ${replies.map(reply)}
      </ol>`
    }
    ${
      replies.length === 0 &&
      share.state === 'shared' &&
      html`<p class="empty">
        ${reads ? `No reply yet. When ${share.friend} answers in Parley, it shows here, unless ${share.friend} hides it from Watching.` : 'Replies are not read.'}
      </p>`
    }
  </section>`

export type TitlePage = {
  browser: Browser
  kept: KeptTitle
  shared: readonly SharedWith[]
  reads: boolean
  notices: Value
}

/** The parts marked data-fresh are fetched again by a script while somebody looks. */
export const titleBody = (site: Site, { browser, kept, shared, reads, notices }: TitlePage): Html =>
  html`<div id="notices" class="notices" data-fresh aria-live="polite">${notices}</div>
    <header class="title-head">
      ${poster(kept.title)}
      <div>
        <h1>${kept.title.name}</h1>
        <p>
          ${kept.title.kind === 'episode' ? placeOf(kept.title) : html`Film${kept.title.year && `, ${kept.title.year}`}`}
        </p>
        <p class="small">${stateOf(kept)}</p>
        <p><a class="button primary" href="/titles/${kept.id}/share">Share</a></p>
      </div>
    </header>
    <div id="shared" class="stack" data-fresh aria-live="polite">
      ${shared.map((one) => sharedWith(site, browser, reads, one))}
    </div>`
