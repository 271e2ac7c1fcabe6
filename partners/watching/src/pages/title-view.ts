// How a title shows: its poster, its name, what it is, and how far it was seen.
import type { Title } from '@parley/connectors/media/watched.ts'
import { digest, type Html, html, type Value, when } from '@parley/site'
import type { KeptTitle } from '../watched/keep-title.ts'
import { placeOf } from '../watched/title-card.ts'

/** In public/posters/. */
const posters = 12

/** Always the same one for the same name. It says nothing to a screen reader: the name stands beside it. */
export const poster = (name: string): Html =>
  html`<img class="poster" src="/assets/posters/${digest(name).charCodeAt(1) % posters}.svg" alt="" />`

/** name: as a heading or a link. more: what stands below it. */
export const titleView = (title: Title, name: Html, more?: Value): Html =>
  html`<div class="title-head">
    ${poster(title.series ?? title.name)}
    <div>
      ${name}
      <p class="small">${placeOf(title)}</p>
      ${more}
    </div>
  </div>`

/** "Finished 2 hours ago", "40 % watched, just now". */
export const stateOf = ({ finishedAt, progress, seenAt }: KeptTitle): Html =>
  finishedAt !== undefined
    ? html`Finished ${when(finishedAt)}`
    : html`${progress !== undefined && `${Math.round(progress)} % watched, `}${when(seenAt)}`
