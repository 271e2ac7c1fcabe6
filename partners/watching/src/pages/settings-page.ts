// Settings of the app's own: what happens at the end of a film, and whose accounts there are.
import { type Browser, type Html, html, type Site } from '@parley/site'
import { listAccounts } from '../watched/account.ts'
import { wishesOf } from '../wishes.ts'
import { accountRows } from './account-rows.ts'

export const ownSettings = (site: Site, browser: Browser): Html => {
  const { sendTo, hiddenLibraries } = wishesOf(site.db, browser.person.id)
  const accounts = listAccounts(site.db, browser.person.id)
  return html`<section class="panel" aria-labelledby="finishing-title">
      <h2 id="finishing-title">At the end of a film</h2>
      <p>
        When I finish something: <strong>${sendTo ? `send to ${sendTo.friend}` : 'ask me'}</strong>.
        ${hiddenLibraries.length > 0 && `Hidden libraries: ${hiddenLibraries.join(', ')}.`}
      </p>
      <p><a class="button" href="/finishing">Change</a></p>
    </section>
    <section class="panel" aria-labelledby="accounts-title">
      <h2 id="accounts-title">Accounts in your household</h2>
      ${accounts.length === 0 && html`<p class="empty">None has sent anything yet.</p>`}
      ${accountRows(site, browser, accounts)}
    </section>`
}
