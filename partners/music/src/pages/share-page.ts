// One share: the song, how it stands, the replies, and deleting it.
import { type Browser, html, type Html, lines, type Page, type Site, when } from '@parley/site'
import type { Reply, Share } from '../shares/share.ts'
import { cover } from './cover.ts'

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

/** reads: whether replies come in. never: the permission does not include them. over: there is no permission any more. */
export type Reads = 'yes' | 'never' | 'over'

const readsWords = (share: Share, reads: Reads): string => {
  if (reads === 'over') return 'Replies are no longer read.'
  if (reads === 'never') return 'Replies are not read.'
  return `No reply yet. When ${share.friend} answers the song in Parley, it shows here, unless ${share.friend} hides it from Music.`
}

const replies = (share: Share, items: readonly Reply[], reads: Reads): Html =>
  html`<section id="replies" aria-labelledby="replies-title" aria-live="polite">
    <h2 id="replies-title">Replies</h2>
    ${
      items.length > 0 &&
      html`<ol class="replies">
        ${items.map(reply)}
      </ol>`
    }
    ${(items.length === 0 || reads !== 'yes') && html`<p class="empty">${readsWords(share, reads)}</p>`}
  </section>`

const again = (site: Site, browser: Browser, share: Share): Html =>
  html`<form method="post" action="/shares/${share.id}/send" data-stay>
    ${site.formKey(browser)}<button class="primary">Send again</button>
  </form>`

const remove = (share: Share): Html =>
  html`<p class="remove"><a class="button danger" data-dialog href="/shares/${share.id}/delete">Delete…</a></p>`

export type SharePage = {
  browser: Browser
  share: Share
  replies: readonly Reply[]
  notices: Html
  reads: Reads
  mayDelete: boolean
  lacks: Html
}

/** The page. The parts marked data-fresh are fetched again by a script while somebody looks. */
export const sharePage = (
  site: Site,
  { browser, share, replies: items, notices, reads, mayDelete, lacks }: SharePage
): Page => ({
  title: share.friend ? `${share.song.name} for ${share.friend}` : share.song.name,
  here: '/shares',
  browser,
  body: html`${notices}
    <article id="share" data-sheet data-fresh class="share state-${share.state}">
      <header class="share-head">
        ${cover(share.song)}
        <div>
          <p class="state">${states[share.state]}</p>
          <h1>${share.song.name}</h1>
          <p class="artist">${share.song.artist}</p>
          <p class="small">${share.friend && `for ${share.friend}, `}${when(share.at)}</p>
        </div>
      </header>
      ${share.note && html`<blockquote class="note">${lines(share.note)}</blockquote>`}
      ${(share.state === 'sending' || share.state === 'refused') && again(site, browser, share)}
      ${(share.state === 'shared' || items.length > 0) && replies(share, items, reads)} ${lacks}
      ${share.state === 'shared' && mayDelete && remove(share)}
      <p class="in-sheet">
        <a class="button" href="/shares/${share.id}">See the share</a
        ><a class="button quiet" href="/" data-close>Done</a>
      </p>
    </article>`
})
