// What stands at the top of a page when the connection to Parley is not as it should be, and the button that helps.
import type { Browser } from '../people/browser-session.ts'
import type { Connection } from '../people/connection.ts'
import { may } from '../people/connection.ts'
import { type Html, html } from './html.ts'
import { formKey } from './layout.ts'

/** A button that asks Parley for the whole permission; the person comes back to `returnTo`. */
export const connectForm = (browser: Browser, label: string, returnTo: string): Html =>
  html`<form method="post" action="/connect">
    ${formKey(browser)}<input type="hidden" name="return_to" value="${returnTo}" />
    <button class="primary">${label}</button>
  </form>`

const notice = (kind: string, title: string, text: string, form?: Html): Html =>
  html`<section class="notice ${kind}" aria-label="${title}">
    <div>
      <h2>${title}</h2>
      <p>${text}</p>
    </div>
    ${form}
  </section>`

// The words of Parley's own page, so that one knows there what to tick.
const needed = 'To share a song, allow Music to write messages and to see the names of the people you choose.'

/** Nothing while the connection is live. */
export const connectionNotice = (browser: Browser, connection: Connection, returnTo: string): Html | undefined => {
  if (connection.state === 'ended') {
    return notice(
      'ended',
      'The connection to Parley has ended',
      `Music can no longer send, read or delete your messages there. Your listening history here stays. ${needed}`,
      connectForm(browser, 'Connect again', returnTo)
    )
  }
  if (connection.state === 'none') {
    return notice(
      'none',
      'You are logged in, and that is all',
      `Music may not touch your Parley messages. ${needed} To see the replies here, allow it to read messages; it reads the songs that it sent and the answers to them, nothing else.`,
      connectForm(browser, 'Connect to messages', returnTo)
    )
  }
  if (connection.state === 'away') {
    return notice(
      'away',
      'Parley cannot be reached right now',
      'Your history is here. Sharing works again as soon as Parley answers.'
    )
  }
  return undefined
}

const lacks: Record<'read' | 'write' | 'delete' | 'friends', [string, string]> = {
  write: ['Music may not write messages', needed],
  friends: ['Music may not see the names of your friends', needed],
  read: [
    'Music may not read replies',
    'Your friends may have answered; Parley shows their answers. To show them here, allow Music to read messages.'
  ],
  delete: [
    'Music may not delete what it sent',
    'You can delete the message in Parley. To delete it from here, allow Music to delete your messages.'
  ]
}

/** Says what a live permission lacks and offers to ask for it; nothing when it lacks nothing, or when there is none at all. */
export const missingNotice = (
  browser: Browser,
  connection: Connection,
  right: 'read' | 'write' | 'delete' | 'friends',
  returnTo: string
): Html | undefined => {
  if (connection.state !== 'live' || may(connection, right)) return undefined
  const [title, text] = lacks[right]
  return notice('lacks', title, text, connectForm(browser, 'Ask Parley for this', returnTo))
}

/** Around the notices of a page that shows by itself when the connection has ended. */
export const freshNotices = (...notices: (Html | undefined)[]): Html =>
  html`<div id="notices" class="notices" data-fresh aria-live="polite">${notices}</div>`

/** A sentence after something was done, or not done. */
export const said = (text: string | undefined, wrong = false): Html | undefined =>
  text ? html`<p class="said${wrong && ' wrong'}" role="${wrong ? 'alert' : 'status'}">${text}</p>` : undefined
