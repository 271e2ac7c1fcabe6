// The shelf: what the person watched, newest first, with where it went and what came back.
import { type Connection, type Html, html, type Share, type Site } from '@parley/site'
import { claimAccount, listAccounts } from '../watched/account.ts'
import { type KeptTitle, listTitles } from '../watched/keep-title.ts'
import { accountRows } from './account-rows.ts'
import { stateOf, titleView } from './title-view.ts'

const pageRows = 30

export type OnShelf = { kept: KeptTitle; shares: Share[] }
export type Shelf = { items: OnShelf[]; problem: string | undefined }

/** A person's newest titles, after a look at Parley for what friends said. shown: of how many it is shown. problem: why there was no look. */
export const readShelf = async (
  site: Site,
  person: string,
  connection: Connection,
  { before, shown = 0 }: { before?: number | undefined; shown?: number }
): Promise<Shelf> => {
  const titles = listTitles(site.db, person, pageRows, before)
  const problem = await site.shares.fetchReplies(person, connection, ...titles.slice(0, shown).map(({ id }) => id))
  return { problem, items: titles.map((kept) => ({ kept, shares: site.shares.of(person, kept.id) })) }
}

const states = { sent: 'Sent to', sending: 'Not sent yet to', refused: 'Not sent to', deleted: 'Deleted' }
const went = ({ state, friend, replies }: Share): Html =>
  html`<p class="small">
    ${states[state]} ${friend}${replies > 0 && ` · ${replies} ${replies === 1 ? 'reply' : 'replies'}`}
  </p>`

const onShelf = ({ kept, shares }: OnShelf): Html => {
  const { id, title, finishedAt, progress } = kept
  const isBegun = finishedAt === undefined && progress !== undefined
  const more = html`<p class="small">${stateOf(kept)}</p>
    ${isBegun && html`<progress value="${progress}" max="100" aria-label="Watched"></progress>`} ${shares.map(went)}`
  return html`<li class="shelf-title">
    ${titleView(title, html`<h2><a href="/titles/${id}">${title.name}</a></h2>`, more)}
    <a class="button" data-dialog href="/share?title=${id}" aria-label="Share ${title.name}">Share</a>
  </li>`
}

const nothing = html`<p class="empty">
  Nothing yet. Play something in the <a href="/player">player</a>, or let your own Jellyfin or Plex server, or Trakt,
  tell this shelf: the addresses are in <a href="/settings">Settings</a>.
</p>`

export const shelfPage = (site: Site): void => {
  site.act('/accounts', ({ person, field }) => {
    claimAccount(site.db, person.id, { source: field('source'), id: field('account'), mine: field('mine') === '1' })
    return '/'
  })

  site.show('/', async ({ browser, person, connection, number, notices }) => {
    const { items, problem } = await readShelf(site, person.id, await connection(), { before: number('before') })
    const older = items.length === pageRows && `/?before=${items.at(-1)!.kept.seenAt}`
    const unknown = listAccounts(site.db, person.id).filter(({ whose }) => whose === 'unknown')
    const question = html`<section class="notice" aria-label="Is this you?">
      <div>
        <h2>Is this you?</h2>
        <p>Something was watched. Of other people’s accounts nothing is kept.</p>
        ${accountRows(site, browser, unknown)}
      </div>
    </section>`
    return {
      title: 'Shelf',
      here: '/',
      notice: await notices(site.said(problem, true), unknown.length > 0 && question),
      body: html`<h1>Your shelf</h1>
        <div id="shelf" data-fresh>
          <ul class="shelf">
            ${items.map(onShelf)}
          </ul>
          ${items.length === 0 && nothing} ${older && html`<p><a class="button" href="${older}">Older</a></p>`}
        </div>`
    }
  })
}
