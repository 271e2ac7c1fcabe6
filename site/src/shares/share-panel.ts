// How a share stands: to whom, its note, the answers, sending it again, deleting it.
import { html, type Html } from '../html.ts'
import { lines } from '../lines.ts'
import { formKey } from '../pages/notices.ts'
import type { Browser } from '../people/browser-session.ts'
import { type Connection, may } from '../people/connection.ts'
import { when } from '../when.ts'
import { isTooLate, type Reply, type Share } from './share.ts'

/** name: of the app. note, replies, deletes: as the app's options say. */
export type PanelWords = { name: string; note: boolean; replies: boolean; deletes: boolean }

const states: Record<Share['state'], string> = {
  sending: 'Perhaps not sent',
  refused: 'Not sent',
  sent: 'Sent',
  deleted: 'Deleted for everyone'
}

const stateOf = ({ state, tried, waits }: Share): string =>
  state === 'sending' && !tried ? (waits ? 'On its way' : 'Not sent yet') : states[state]

const reply = ({ friend, at, text, deleted }: Reply): Html =>
  html`<li class="reply">
    <p class="reply-who">${friend} <span class="small">${when(Date.parse(at))}</span></p>
    <p class="reply-text">
      ${deleted ? html`<em>This reply was deleted.</em>` : text !== undefined ? lines(text) : html`<em>Something without text.</em>`}
    </p>
  </li>`

const silence = (name: string, { friend }: Share, connection: Connection): string => {
  if (connection.state === 'ended' || connection.state === 'none') return 'Replies are no longer read.'
  if (!may(connection, 'read')) return 'Replies are not read.'
  return `No reply yet. When ${friend} answers in Parley, it shows here, unless ${friend} hides it from ${name}.`
}

const repliesPart = (name: string, share: Share, items: readonly Reply[], connection: Connection): Html =>
  html`<section class="share-replies" aria-labelledby="replies-${share.id}">
    <h3 id="replies-${share.id}">Replies</h3>
    ${
      items.length > 0 &&
      html`<ol class="replies">
        ${items.map(reply)}
      </ol>`
    }
    ${(items.length === 0 || !may(connection, 'read')) && html`<p class="empty">${silence(name, share, connection)}</p>`}
  </section>`

const unknown = 'Parley gave no answer when this was sent, so it may have arrived or not.'

const again = (browser: Browser, share: Share): Html => {
  if (isTooLate(share))
    return html`<p class="small">
      ${unknown} It is too long ago to send it again. Look in Parley whether ${share.friend} has it.
    </p>`
  return html`<form method="post" action="/shares/${share.id}/send" data-stay>
    ${formKey(browser)}
    ${share.tried && html`<p class="small">${unknown} Send it again to be sure: ${share.friend} gets it once, however often it is sent.</p>`}
    <button class="primary">${share.tried || share.state === 'refused' ? 'Send again' : 'Send it'}</button>
  </form>`
}

/** One section. Its text was sent to the letter, so it shows that. */
export const sharePanel = (
  words: PanelWords,
  browser: Browser,
  { share, replies, connection }: { share: Share; replies: readonly Reply[]; connection: Connection }
): Html => {
  const { state, friend, content, waits, tried } = share
  return html`<section class="share state-${state}" aria-label="${friend ? `For ${friend}` : 'Deleted'}">
    <p><span class="state">${stateOf(share)}</span> ${friend && `to ${friend}, `}${when(share.at)}</p>
    ${words.note && content.text && html`<blockquote class="note">${lines(content.text)}</blockquote>`}
    ${(state === 'refused' || (state === 'sending' && (tried || !waits))) && again(browser, share)}
    ${words.replies && (state === 'sent' || replies.length > 0) && repliesPart(words.name, share, replies, connection)}
    ${
      words.deletes &&
      state === 'sent' &&
      may(connection, 'delete') &&
      html`<p class="remove"><a class="button danger" data-dialog href="/shares/${share.id}/delete">Delete…</a></p>`
    }
  </section>`
}
