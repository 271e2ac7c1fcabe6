// Settings: the connection to Parley, the token for scrobblers, logging out.
import type { Until } from '@parley/sdk'
import type { Browser } from '../people/browser-session.ts'
import { type Connection, may } from '../people/connection.ts'
import { type Html, html } from './html.ts'
import { formKey, layout } from './layout.ts'
import { connectForm } from './notices.ts'

const rights = [
  ['write', 'Send songs for you', 'with a note, labelled as sent by Music'],
  ['read', 'Read replies', 'to the songs that it sent, nothing else'],
  ['delete', 'Delete', 'songs that it sent'],
  ['friends', 'See names', 'of the friends in the conversations that you chose']
] as const

const untils: Record<Until, string> = {
  once: 'for one use',
  hour: 'for an hour',
  day: 'for a day',
  '30_days': 'for 30 days',
  '90_days': 'for 90 days',
  until_revoked: 'until you end it'
}

const connected = (browser: Browser, connection: Connection): Html => {
  if (connection.state === 'none' || connection.state === 'ended') {
    return html`<p>
        ${connection.state === 'ended' ? 'The connection has ended.' : 'Music may not touch your messages.'}
      </p>
      ${connectForm(browser, connection.state === 'ended' ? 'Connect again' : 'Connect to messages', '/settings')}`
  }
  const until = untils[connection.session.permission?.until ?? '90_days']
  return html`<ul class="rights">
      ${rights.map(
        ([right, name, what]) =>
          html`<li class="${may(connection, right) ? 'yes' : 'no'}">
            <span class="mark" aria-hidden="true">${may(connection, right) ? '✓' : '–'}</span
            ><span
              ><strong>${name}</strong> ${what}<span class="visually-hidden"
                >: ${may(connection, right) ? 'yes' : 'no'}</span
              ></span
            >
          </li>`
      )}
    </ul>
    <p class="small">Given ${until}. In Parley, under Connected apps, you see every use of it and can end it.</p>
    <div class="actions">
      ${connectForm(browser, 'Change what Music may do', '/settings')}
      <form method="post" action="/settings/give-back">
        ${formKey(browser)}<button class="danger">Give the permission back</button>
      </form>
    </div>`
}

/** Receipts that Parley gave for what Music did here, and how many of their entries were found in its log. */
export type Receipts = { given: number; found: number }

const receiptLine = ({ given, found }: Receipts): Html =>
  html`<p class="small">
    Parley gave Music ${given === 1 ? 'a signed receipt' : `${given} signed receipts`} for what it did. Found in
    Parley’s public log so far: ${found}.
  </p>`

/** url: this app's own address, for scrobblers. notices: what stands above all. */
export const settingsPage = (
  browser: Browser,
  connection: Connection,
  url: string,
  notices: Html,
  receipts?: Receipts
): Html =>
  layout({
    title: 'Settings',
    here: '/settings',
    browser,
    body: html`${notices}
      <h1>Settings</h1>
      <section id="parley" data-fresh class="panel" aria-labelledby="parley-title">
        <h2 id="parley-title">What Music may do in Parley</h2>
        ${connected(browser, connection)} ${receipts && receipts.given > 0 && receiptLine(receipts)}
      </section>
      <section class="panel" aria-labelledby="scrobble-title">
        <h2 id="scrobble-title">Your own player</h2>
        <p>
          Any scrobbler that can send to ListenBrainz can send here: Jellyfin, Navidrome, multi-scrobbler, Web Scrobbler
          and others. Set its ListenBrainz address and token to these:
        </p>
        <label class="field"><span>Address</span><input readonly value="${url}" /></label>
        <label class="field"
          ><span>Token <span class="small">(a secret; who has it can add to your history)</span></span
          ><input readonly value="${browser.person.listenToken}" autocomplete="off" spellcheck="false"
        /></label>
        <form method="post" action="/settings/token">${formKey(browser)}<button>Make a new token</button></form>
      </section>
      <section class="panel" aria-labelledby="out-title">
        <h2 id="out-title">Log out</h2>
        <p>You are ${browser.person.name}. Logging out leaves your history and the permission as they are.</p>
        <div class="actions">
          <form method="post" action="/logout">${formKey(browser)}<button>Log out of Music</button></form>
          <form method="post" action="/logout">
            ${formKey(browser)}<input type="hidden" name="parley" value="1" /><button>
              Log out of Music and Parley
            </button>
          </form>
        </div>
      </section>`
  })
