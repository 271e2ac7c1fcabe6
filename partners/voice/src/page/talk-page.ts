// The one page on which a person talks with Voice: what was said, and what can be said next.
import { type Browser, type Html, html, type Site } from '@parley/site'
import { replyCharsMax } from '../talk/dialogue.ts'
import type { Spoken } from '../speech/spoken.ts'
import { newId } from '../random.ts'

/** said: what Voice said last, under its id. notices: about the connection, and about what is missing. */
export type TalkView = { said?: (Spoken & { id: string }) | undefined; notices: Html; canTalk: boolean }

const conversation = (
  { id, heard, say, asks }: NonNullable<TalkView['said']>,
  button: (words: string, i?: number) => Html
): Html =>
  html` <section class="talk" aria-label="What Voice said">
    <p class="heard"><span class="visually-hidden">You said: </span>${heard}</p>
    <div class="say" data-say>${say.map((sentence) => html`<p>${sentence}</p>`)}</div>
    <audio controls data-speech src="/speech/${id}.wav" aria-label="Voice reads this aloud"></audio>
    <p class="quiet" data-browser-voice hidden>Your browser reads this aloud.</p>
    ${asks && asks !== 'text' && html`<div class="row">${button('Yes', 0)} ${button('No')}</div>`}
  </section>`

/** The forms carry an id each, so that a reply that is sent twice goes out once. */
export const talkPage = (site: Site, browser: Browser, { said, notices, canTalk }: TalkView): Html => {
  const form = (inside: Html): Html =>
    html` <form method="post" action="/say">
      ${site.formKey(browser)}<input type="hidden" name="id" value="${newId()}" />${inside}
    </form>`
  const button = (words: string, i = 1): Html =>
    form(html`<button ${i === 0 && html`class="primary"`} name="words" value="${words}">${words}</button>`)
  const talk = html` <section class="ask" aria-label="Talk to Voice">
    <div class="row">${['Read my new messages', 'Who wrote?', 'Say more', 'Delete that'].map(button)}</div>
    ${form(
      html` <label for="reply">Reply to the last message</label>
        <div class="line">
          <textarea id="reply" name="reply" rows="2" maxlength="${replyCharsMax}" required></textarea
          ><button>Reply</button>
        </div>`
    )}
    ${form(
      html` <label for="words">Or say it in your own words</label>
        <div class="line">
          <input
            id="words"
            name="words"
            maxlength="${replyCharsMax}"
            autocomplete="off"
            placeholder="read my new messages"
            required
          /><button>Say</button>
        </div>`
    )}
  </section>`
  const body = html` <h1>Talk to Voice</h1>
    ${notices} ${said && conversation(said, button)} ${canTalk && talk}
    ${said && html`<script type="module" src="/assets/client/speak.ts"></script>`}`
  return site.page({ title: 'Talk', here: '/', browser, body })
}
