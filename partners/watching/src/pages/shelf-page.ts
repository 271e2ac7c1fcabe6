// The shelf: what the person watched, newest first, with where it went and what came back.
import { type Browser, type Connection, type Html, html, type Share, type Site } from '@parley/site'
import { claimAccount, listAccounts } from '../watched/account.ts'
import { type KeptTitle, listTitles } from '../watched/keep-title.ts'
import { accountRows } from './account-rows.ts'
import { stateOf, titleView } from './title-view.ts'

const pageRows = 30

export type OnShelf = { kept: KeptTitle; shares: Share[] }

/** A person's newest titles, after a look at Parley for what friends said. problem: why there was none. */
export const readShelf = async (
  site: Site,
  person: string,
  connection: Connection,
  before?: number
): Promise<{ items: OnShelf[]; problem: string | undefined }> => {
  const problem = await site.shares.fetchReplies(person, connection)
  const titles = listTitles(site.db, person, pageRows, before)
  return { items: titles.map((kept) => ({ kept, shares: site.shares.of(person, kept.id) })), problem }
}

/** Asks of accounts that nobody spoke for whose they are. */
const question = (site: Site, browser: Browser): Html | false => {
  const unknown = listAccounts(site.db, browser.person.id).filter(({ whose }) => whose === 'unknown')
  return (
    unknown.length > 0 &&
    html`<section class="notice" aria-label="Is this you?">
      <div>
        <h2>Is this you?</h2>
        <p>Something was watched. Of other people’s accounts nothing is kept.</p>
        ${accountRows(site, browser, unknown)}
      </div>
    </section>`
  )
}

const went = (shares: readonly Share[]): string => {
  const friends = shares.filter(({ state }) => state === 'sent').map(({ friend }) => friend)
  const stuck = shares.some(({ state }) => state === 'sending' || state === 'refused')
  const replies = shares.reduce((sum, share) => sum + share.replies, 0)
  const words = [
    friends.length > 0 && `Sent to ${friends.join(', ')}`,
    stuck && 'Not sent yet',
    replies > 0 && `${replies} ${replies === 1 ? 'reply' : 'replies'}`
  ]
  return words.filter(Boolean).join(' · ')
}

const onShelf = ({ kept, shares }: OnShelf): Html => {
  const { id, title, finishedAt, progress } = kept
  const more = html`<p class="small">${stateOf(kept)}</p>
    ${finishedAt === undefined && progress !== undefined && html`<progress value="${progress}" max="100" aria-label="Watched"></progress>`}
    <p class="small">${went(shares)}</p>`
  return html`<li class="shelf-title">
    ${titleView(title, html`<h2><a href="/titles/${id}">${title.name}</a></h2>`, more)}
    <a class="button" data-dialog href="/share?title=${id}" aria-label="Share ${title.name}">Share</a>
  </li>`
}

const nothing = html`<p class="empty">
  Nothing yet. Play something in the <a href="/player">player</a>, or let your own Jellyfin, Plex or scrobbler tell this
  shelf: the addresses are in <a href="/settings">Settings</a>.
</p>`

export const shelfPage = (site: Site): void => {
  site.act('/accounts', ({ person, field }) => {
    claimAccount(site.db, person.id, { source: field('source'), id: field('account'), mine: field('mine') === '1' })
    return '/'
  })

  site.show('/', async ({ browser, person, connection, number, notices }) => {
    const { items, problem } = await readShelf(site, person.id, await connection(), number('before'))
    const older = items.length === pageRows && `/?before=${items.at(-1)!.kept.seenAt}`
    return {
      title: 'Shelf',
      here: '/',
      notice: await notices(site.said(problem, true), question(site, browser)),
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
