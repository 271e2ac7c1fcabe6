// One share: the song, how it stands, the replies, and deleting it.
import type { Browser } from '../people/browser-session.ts'
import type { Reply, Share } from '../shares/share.ts'
import { cover } from './cover.ts'
import { type Html, html } from './html.ts'
import { formKey, layout } from './layout.ts'
import { lines } from './lines.ts'
import { when } from './when.ts'

const states: Record<Share['state'], string> = {
  sending: 'Not known to have arrived',
  refused: 'Not sent',
  shared: 'Sent',
  deleted: 'Deleted for everyone'
}

const reply = ({ friend, at, text, deleted }: Reply): Html =>
  html`<li class="reply">
    <p class="reply-who">${friend} <span class="small">${when(Date.parse(at))}</span></p>
    <p class="reply-text">
      ${deleted ? html`<em>This reply was deleted.</em>` : text !== undefined ? lines(text) : html`<em>Something without text.</em>`}
    </p>
  </li>`

const replies = (share: Share, items: readonly Reply[], live: boolean): Html =>
  html`<section id="replies" aria-labelledby="replies-title" aria-live="polite">
    <h2 id="replies-title">Replies</h2>
    ${
      items.length > 0
        ? html`<ol class="replies">
            ${items.map(reply)}
          </ol>`
        : html`<p class="empty">
            ${live ? `No reply yet. When ${share.friend} answers the song in Parley, it shows here.` : 'None were read.'}
          </p>`
    }
  </section>`

const again = (browser: Browser, share: Share): Html =>
  html`<form method="post" action="/shares/${share.id}/send" data-stay>
    ${formKey(browser)}<button class="primary">Send again</button>
  </form>`

const remove = (browser: Browser, share: Share): Html =>
  html`<details class="remove">
    <summary>Delete…</summary>
    <p>It disappears for ${share.friend} too, everywhere in Parley.</p>
    <form method="post" action="/shares/${share.id}/delete">
      ${formKey(browser)}<button class="danger">Delete for everyone</button>
    </form>
  </details>`

export type SharePage = {
  browser: Browser
  share: Share
  replies: readonly Reply[]
  /** What stands above, outside the part that is refreshed. */
  notices: Html
  mayRead: boolean
  mayDelete: boolean
  lacks: Html
}

/** The page. Its #share is fetched again by the script while somebody looks. */
export const sharePage = ({ browser, share, replies: items, notices, mayRead, mayDelete, lacks }: SharePage): Html =>
  layout({
    title: `${share.song.name} for ${share.friend}`,
    here: '/shares',
    browser,
    body: html`${notices}
      <article id="share" data-sheet class="share state-${share.state}">
        <header class="share-head">
          ${cover(share.song)}
          <div>
            <p class="state">${states[share.state]}</p>
            <h1 id="sheet-title">${share.song.name}</h1>
            <p class="artist">${share.song.artist}</p>
            <p class="small">for ${share.friend}, ${when(share.at)}</p>
          </div>
        </header>
        ${share.note && html`<blockquote class="note">${lines(share.note)}</blockquote>`}
        ${(share.state === 'sending' || share.state === 'refused') && again(browser, share)}
        ${(share.state === 'shared' || items.length > 0) && replies(share, items, mayRead)} ${lacks}
        ${share.state === 'shared' && mayDelete && remove(browser, share)}
        <p class="in-sheet">
          <a class="button" href="/shares/${share.id}">See the share</a
          ><a class="button quiet" href="/" data-close>Done</a>
        </p>
      </article>
      <script type="module" src="/assets/client/replies.ts"></script>`
  })
