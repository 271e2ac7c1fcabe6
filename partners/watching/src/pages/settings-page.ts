// Settings of the app's own: what happens at the end of a film, and whose accounts there are.
import { type Browser, type Html, html, type Site } from '@parley/site'
import type { PartnerFriend } from '@parley/sdk'
import { type Account, listAccounts } from '../watched/account.ts'
import { type Watcher, watcherOf } from '../watcher.ts'

/** The page where the person chooses what goes out by itself. */
export const finishingBody = (
  site: Site,
  browser: Browser,
  watcher: Watcher,
  friends: readonly PartnerFriend[]
): Html => {
  const { sendTo } = watcher
  // A friend whom the permission no longer names stays to be seen, so that the choice is never a hidden one.
  const named = friends.map(({ conversation, person }) => ({ conversation, friend: person.name }))
  const choices =
    sendTo && !named.some(({ conversation }) => conversation === sendTo.conversation) ? [sendTo, ...named] : named
  const choice = (value: string, words: string): Html =>
    html`<label class="choice"
      ><input
        type="radio"
        name="send_to"
        value="${value}"
        ${value === (sendTo?.conversation ?? '') && html` checked`}
      />
      <span>${words}</span></label
    >`
  return html`<h1>What goes out by itself</h1>
    <form method="post" action="/finishing" class="share-form">
      ${site.formKey(browser)}
      <fieldset>
        <legend>When I finish something</legend>
        <div class="choices">
          ${choice('', 'ask me')}${choices.map(({ conversation, friend }) => choice(conversation, `send to ${friend}`))}
        </div>
      </fieldset>
      <p class="small">
        “Ask me” sends nothing by itself. Each title goes to a friend once, from your own accounts only; trailers, music
        and hidden libraries never do.
      </p>
      <label class="field"
        ><span
          >Hidden libraries
          <span class="small">(one name in a line; what is rated for adults is hidden already)</span></span
        ><textarea name="hidden" rows="2" maxlength="2000">${watcher.hiddenLibraries.join('\n')}</textarea>
      </label>
      <div class="actions"><button class="primary">Save</button><a class="button quiet" href="/settings">Back</a></div>
    </form>`
}

const whose: Record<Account['whose'], string> = { mine: 'you', other: 'somebody else', unknown: 'not said yet' }

const accountLine = (site: Site, browser: Browser, account: Account): Html =>
  html`<li>
    <form method="post" action="/accounts" class="line">
      ${site.formKey(browser)}<input type="hidden" name="source" value="${account.source}" /><input
        type="hidden"
        name="account"
        value="${account.id}"
      /><span
        ><strong>${account.name}</strong> <span class="small">on ${account.source}: ${whose[account.whose]}</span></span
      >
      ${account.whose !== 'mine' && html`<button name="mine" value="1" aria-label="This is me: ${account.name}">This is me</button>`}
      ${account.whose !== 'other' && html`<button name="mine" value="0" aria-label="Somebody else: ${account.name}">Somebody else</button>`}
    </form>
  </li>`

/** The parts of the settings page that are this app's own. */
export const ownSettings = (site: Site, browser: Browser): Html => {
  const { id } = browser.person
  const watcher = watcherOf(site.db, id)
  const accounts = listAccounts(site.db, id)
  return html`<section class="panel" aria-labelledby="finishing-title">
      <h2 id="finishing-title">At the end of a film</h2>
      <p>
        When I finish something: <strong>${watcher.sendTo ? `send to ${watcher.sendTo.friend}` : 'ask me'}</strong>.
        ${watcher.hiddenLibraries.length > 0 && `Hidden libraries: ${watcher.hiddenLibraries.join(', ')}.`}
      </p>
      <p><a class="button" href="/finishing">Change</a></p>
    </section>
    <section class="panel" aria-labelledby="accounts-title">
      <h2 id="accounts-title">Accounts in your household</h2>
      ${
        accounts.length === 0
          ? html`<p class="empty">None has sent anything yet.</p>`
          : html`<ul class="lines">
              ${accounts.map((account) => accountLine(site, browser, account))}
            </ul>`
      }
    </section>`
}
