// A list of lines that lead to a page each.
import { type Html, html, type Value } from '@parley/site'

/** cells: who or what, a sum, a time, how it stands. */
export type Line = { href: string; cells: readonly [Value, Value, Value, Value] }

const line = ({ href, cells: [who, sum, time, standing] }: Line): Html =>
  html`<li>
    <a href="${href}"
      ><span class="who">${who}</span><span class="sum">${sum}</span><span class="small">${time}</span
      ><span class="small standing">${standing}</span></a
    >
  </li>`

/** empty: what stands in place of no lines. older: the address of the next page. */
export const ledger = (lines: readonly Line[], empty: Value, older: string | false): Html =>
  lines.length === 0
    ? html`<p class="empty">${empty}</p>`
    : html`<ul class="ledger">
          ${lines.map(line)}
        </ul>
        ${older && html`<p><a class="button" href="${older}">Older</a></p>`}`
