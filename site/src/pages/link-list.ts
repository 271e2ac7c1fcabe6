// A list whose lines lead to a page each, with the way to older ones.
import { type Html, html, type Value } from '../html.ts'

/** aside: what stands at the end of the line. kind: a class of its own. */
export type LinkLine = { href: string; main: Value; aside: Value; kind?: string }

const line = ({ href, main, aside, kind }: LinkLine): Html =>
  html`<li class="${kind}">
    <a href="${href}">${main} <span class="link-aside">${aside}</span></a>
  </li>`

/** empty: what stands in place of no lines. older: the address of the next page. */
export const linkList = (lines: readonly LinkLine[], empty: Value, older?: string | false): Html =>
  html`${
    lines.length === 0
      ? html`<p class="empty">${empty}</p>`
      : html`<ul class="links">
          ${lines.map(line)}
        </ul>`
  }
  ${older && html`<p><a class="button" href="${older}">Older</a></p>`}`
