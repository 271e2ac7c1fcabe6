// One title: sharing it, where it went, and what friends answered.
import { html, Refused, type Site } from '@parley/site'
import { readTitle } from '../watched/keep-title.ts'
import { stateOf, titleView } from './title-view.ts'

/** The parts marked data-fresh are fetched again by a script while somebody looks. */
export const titlePage = (site: Site): void =>
  site.show('/titles/:id', async ({ browser, person, at, connection, notices, request }) => {
    const kept = readTitle(site.db, person.id, at('id'))
    if (!kept) throw new Refused(404, 'No such title', 'It is not on your shelf.')
    const { id, title } = kept
    const now = await connection()
    const problem = await site.shares.fetchReplies(person.id, now, id)
    const shares = site.shares.of(person.id, id)
    const lack = shares.length > 0 && site.missingNotice(browser, now, 'read', request.url)
    const more = html`<p class="small">${stateOf(kept)}</p>
      <p><a class="button primary" data-dialog href="/share?title=${id}">Share</a></p>`
    return {
      title: title.name,
      here: '/',
      notice: await notices(site.said(problem, true), lack),
      body: html`${titleView(title, html`<h1>${title.name}</h1>`, more)}
        <div id="shared" class="stack" data-fresh aria-live="polite">
          ${shares.map((share) => site.shares.panel(browser, share, now))}
        </div>`
    }
  })
