// The one page on which a person talks with Voice: what was said, and what can be said next.
import { type Answer, type Html, html, newId } from '@parley/site'
import { replyCharsMax } from '../talk/converse.ts'
import type { Spoken } from './spoken.ts'

/** said: what Voice said last. notices: about the connection, and about what is missing. */
export type TalkView = { said: Spoken | undefined; notices: Html; canTalk: boolean }

const conversation = ({ id, heard, say, asks }: Spoken, yesOrNo: Html): Html =>
  html` <section class="talk" aria-label="What Voice said">
      <p class="heard"><span class="visually-hidden">You said: </span>${heard}</p>
      <div class="say" data-say>${say.map((sentence) => html`<p>${sentence}</p>`)}</div>
      <audio controls data-speech src="/speech/${id}.wav" aria-label="Voice reads this aloud"></audio>
      <p class="quiet" data-browser-voice hidden>Your browser reads this aloud.</p>
      ${asks && asks !== 'text' && yesOrNo}
    </section>
    <script type="module" src="/assets/client/speak.ts"></script>`

/** The forms carry an id each, so that a reply that is sent twice goes out once. */
export const talkPage = (formKey: Html, { said, notices, canTalk }: TalkView): Answer => {
  const form = (inside: Html): Html =>
    html` <form method="post" action="/say">
      ${formKey}<input type="hidden" name="id" value="${newId()}" />${inside}
    </form>`
  const button = (words: string, i: number): Html =>
    form(html`<button ${i === 0 && html`class="primary"`} name="words" value="${words}">${words}</button>`)
  const buttons = (...all: string[]): Html => html`<div class="row">${all.map(button)}</div>`
  const typed = (name: string, label: string, button: string, control: Html): Html =>
    form(
      html`<label for="${name}">${label}</label>
        <div class="line">${control}<button>${button}</button></div>`
    )
  const limit = html`maxlength="${replyCharsMax}" required`
  const reply = html`<textarea id="reply" name="reply" rows="2" ${limit}></textarea>`
  const words = html`<input id="words" name="words" autocomplete="off" placeholder="read my new messages" ${limit} />`
  const talk = html` <section class="ask" aria-label="Talk to Voice">
    ${buttons('Read my new messages', 'Who wrote?', 'Say more', 'Delete that')}
    ${typed('reply', 'Reply to the last message', 'Reply', reply)}
    ${typed('words', 'Or say it in your own words', 'Say', words)}
  </section>`
  const body = html` <h1>Talk to Voice</h1>
    ${notices}
    <div id="talk" data-fresh="whole">${said && conversation(said, buttons('Yes', 'No'))} ${canTalk && talk}</div>`
  return { title: 'Talk', here: '/', body }
}
