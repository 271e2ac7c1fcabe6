// The part of Settings about other programs: what to give them, and what they sent last.
import { type Html, html } from '../html.ts'
import { formKey } from '../pages/notices.ts'
import type { Browser } from '../people/browser-session.ts'
import { when } from '../when.ts'
import type { LastCall } from './last-calls.ts'

/** A value that the person copies into their program; what: a few words about it. */
export type CallField = { name: string; value: string; what?: string }

export type CallSettings = {
  title: string
  /** What the person does with the values, and who can do what with them. */
  about: Html
  /** url: where calls go, with the token in it when it belongs in the path. */
  fields: (person: { url: string; token: string }) => CallField[]
  /** On the button: "Make a new token". What it did says the saying `token`. */
  renew: string
  /** While the list of calls is empty: "No server has called yet." */
  none: string
}

const field = ({ name, value, what }: CallField): Html =>
  html`<label class="field"
    ><span>${name}${what && html` <span class="small">(${what})</span>`}</span
    ><input readonly value="${value}" autocomplete="off" spellcheck="false"
  /></label>`

const callLine = ({ source, said, wrong, times, at }: LastCall): Html =>
  html`<li class="${wrong && 'wrong'}">
    <span>${said}</span>
    <span class="small">${source}, ${when(at)}${times > 1 && `, ${times} times`}</span>
  </li>`

export const callSettings = (
  { title, about, fields, renew, none }: CallSettings,
  browser: Browser,
  { url, token, calls }: { url: string; token: string; calls: LastCall[] }
): Html =>
  html`<section class="panel" aria-labelledby="programs-title">
      <h2 id="programs-title">${title}</h2>
      <p>${about}</p>
      ${fields({ url, token }).map(field)}
      <form method="post" action="/settings/token">${formKey(browser)}<button>${renew}</button></form>
    </section>
    <section id="calls" class="panel" data-fresh aria-labelledby="calls-title">
      <h2 id="calls-title">Last calls</h2>
      ${
        calls.length === 0
          ? html`<p class="empty">${none}</p>`
          : html`<ul class="lines">
              ${calls.map(callLine)}
            </ul>`
      }
    </section>`
