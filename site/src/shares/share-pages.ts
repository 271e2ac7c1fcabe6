// The pages of shares: one, all of them, and the question before one is deleted.
import { html, type Html } from '../html.ts'
import { linkList } from '../pages/link-list.ts'
import { formKey } from '../pages/notices.ts'
import type { Browser } from '../people/browser-session.ts'
import type { Answer } from '../routes/visits.ts'
import { when } from '../when.ts'
import type { Share } from './share.ts'
import type { ShareOptions } from './share-options.ts'

const nameOf = ({ content: { card } }: Share): string => (card && 'name' in card && card.name) || 'Share'

const standing = ({ state, tried, replies }: Share, reads: boolean): string => {
  if (state === 'deleted') return 'deleted'
  if (state === 'sending') return tried ? 'perhaps not sent' : 'not sent yet'
  if (state !== 'sent') return 'not sent'
  if (!reads) return 'sent'
  return replies === 0 ? 'no reply yet' : replies === 1 ? '1 reply' : `${replies} replies`
}

/** older: the address of the next page. */
export const sharesPage = (
  { view, replies, words }: ShareOptions,
  shares: readonly Share[],
  { notice, older }: { notice: Html; older: string | undefined }
): Answer => ({
  title: 'Shares',
  here: '/shares',
  notice,
  body: html`<h1>Shares</h1>
    ${linkList(
      shares.map((share) => ({
        href: `/shares/${share.id}`,
        main: view(share.content),
        aside: html`${share.friend && html`<span>for ${share.friend}</span>`}
          <span class="small">${standing(share, replies)} · ${when(share.at)}</span>`,
        kind: `state-${share.state}`
      })),
      words.empty,
      older
    )}`
})

/** The parts marked data-fresh are fetched again by a script while somebody looks. */
export const sharePage = (
  { view }: ShareOptions,
  share: Share,
  { notice, panel, lacks, status }: { notice: Html; panel: Html; lacks: Html; status: number }
): Answer => ({
  title: share.friend ? `${nameOf(share)} for ${share.friend}` : nameOf(share),
  here: '/shares',
  notice,
  status,
  body: html`<article id="share" data-sheet data-fresh class="sheet-body" aria-live="polite">
    <h1 class="visually-hidden">${nameOf(share)}</h1>
    ${view(share.content)} ${panel} ${lacks}
    <p class="in-sheet">
      <a class="button" href="/shares/${share.id}">See the share</a><a class="button quiet" href="/" data-close>Done</a>
    </p>
  </article>`
})

/** Shown as a page, or in a dialog over the share. */
export const deleteSharePage = (
  name: string,
  { view, replies }: ShareOptions,
  browser: Browser,
  share: Share
): Answer => ({
  title: `Delete ${nameOf(share)}`,
  here: '/shares',
  body: html`<section data-sheet class="sheet-body">
    <h1>Delete this share?</h1>
    ${view(share.content)}
    <p>
      It disappears for ${share.friend} too, everywhere in
      Parley${replies && `, and its note and the replies disappear from ${name}`}.
    </p>
    <form method="post" action="/shares/${share.id}/delete">
      ${formKey(browser)}
      <div class="actions">
        <button class="danger">Delete for everyone</button>
        <a class="button quiet" href="/shares/${share.id}" data-close>Keep it</a>
      </div>
    </form>
  </section>`
})
