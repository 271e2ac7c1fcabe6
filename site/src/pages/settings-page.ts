// Settings: the permission as it is now, what the app has of its own, logging out.
import type { Until } from '@parley/sdk'
import { type Html, html } from '../html.ts'
import type { Browser } from '../people/browser-session.ts'
import { type Connection, may, type Right } from '../people/connection.ts'
import type { RightWords, SiteOptions } from '../site.ts'
import { connectForm, formKey } from './notices.ts'

const general: Record<Right, RightWords> = {
  write: { name: 'Write messages', what: 'as you, labelled with the app' },
  read: { name: 'Read messages', what: 'in the conversations that you chose' },
  delete: { name: 'Delete messages', what: 'in the conversations that you chose' },
  friends: { name: 'See names', what: 'of the friends in the conversations that you chose' }
}

const untils: Record<Until, string> = {
  once: 'for one use',
  hour: 'for an hour',
  day: 'for a day',
  '30_days': 'for 30 days',
  '90_days': 'for 90 days',
  until_revoked: 'until you end it'
}

/** listed: the rights that the page shows, in this order. */
type Words = Pick<SiteOptions, 'name' | 'rights'> & { listed: Right[] }

const connected = ({ name, rights, listed }: Words, browser: Browser, connection: Connection): Html => {
  if (connection.state === 'none' || connection.state === 'ended') {
    return html`<p>
        ${connection.state === 'ended' ? 'The connection has ended.' : `${name} may not touch your messages.`}
      </p>
      ${connectForm(browser, connection.state === 'ended' ? 'Connect again' : 'Connect to messages', '/settings')}`
  }
  const until = untils[connection.session.permission?.until ?? '90_days']
  const line = (right: Right): Html => {
    const { name, what } = rights?.[right] ?? general[right]
    const yes = may(connection, right)
    return html`<li class="${yes ? 'yes' : 'no'}">
      <span class="mark" aria-hidden="true">${yes ? '✓' : '–'}</span
      ><span><strong>${name}</strong> ${what}<span class="visually-hidden">: ${yes ? 'yes' : 'no'}</span></span>
    </li>`
  }
  return html`<ul class="rights">
      ${listed.map(line)}
    </ul>
    <p class="small">Given ${until}. In Parley, under Connected apps, you see every use of it and can end it.</p>
    <div class="actions">
      ${connectForm(browser, `Change what ${name} may do`, '/settings')}
      <form method="post" action="/settings/give-back">
        ${formKey(browser)}<button class="danger">Give the permission back</button>
      </form>
    </div>`
}

/** Receipts that Parley gave for what the app did here, and how many of their entries were found in its log. */
export type Receipts = { given: number; found: number }

const receiptLine = (name: string, { given, found }: Receipts): Html =>
  html`<p class="small">
    Parley gave ${name} ${given === 1 ? 'a signed receipt' : `${given} signed receipts`} for what it did. Found in
    Parley’s public log so far: ${found}.
  </p>`

const logOut = (name: string, browser: Browser): Html =>
  html`<section class="panel" aria-labelledby="out-title">
    <h2 id="out-title">Log out</h2>
    <p>You are ${browser.person.name}. Logging out leaves the permission, and what ${name} keeps here, as they are.</p>
    <div class="actions">
      <form method="post" action="/logout">${formKey(browser)}<button>Log out of ${name}</button></form>
      <form method="post" action="/logout">
        ${formKey(browser)}<input type="hidden" name="parley" value="1" /><button>Log out of ${name} and Parley</button>
      </form>
    </div>
  </section>`

/** own: the app's own sections. */
export const settingsBody = (
  words: Words,
  browser: Browser,
  about: { connection: Connection; receipts: Receipts | undefined; own: Html | undefined }
): Html => {
  const { connection, receipts, own } = about
  return html`<h1>Settings</h1>
    <section id="parley" data-fresh class="panel" aria-labelledby="parley-title">
      <h2 id="parley-title">What ${words.name} may do in Parley</h2>
      ${connected(words, browser, connection)} ${receipts && receipts.given > 0 && receiptLine(words.name, receipts)}
    </section>
    ${own} ${logOut(words.name, browser)}`
}
