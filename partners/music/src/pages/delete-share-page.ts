// Asks once more before a share is deleted for everyone. Shown as a page, or in a dialog over the share.
import { type Browser, html, type Page, type Site } from '@parley/site'
import type { Share } from '../shares/share.ts'
import { songLine } from './song-line.ts'

export const deleteSharePage = (site: Site, browser: Browser, share: Share): Page => ({
  title: `Delete ${share.song.name}`,
  here: '/shares',
  browser,
  body: html`<section data-sheet class="sheet-body">
    <h1>Delete this share?</h1>
    ${songLine(share.song)}
    <p>
      It disappears for ${share.friend} too, everywhere in Parley, and its note and the replies disappear from Music.
    </p>
    <form method="post" action="/shares/${share.id}/delete">
      ${site.formKey(browser)}
      <div class="actions">
        <button class="danger">Delete for everyone</button>
        <a class="button quiet" href="/shares/${share.id}" data-close>Keep it</a>
      </div>
    </form>
  </section>`
})
