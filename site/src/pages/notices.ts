// What stands at the top of a page when the connection to Parley is not as it should be, and the button that helps.
import { type Html, html } from '../html.ts'
import type { Browser } from '../people/browser-session.ts'
import { type Connection, may, type Right } from '../people/connection.ts'
import type { SiteOptions } from '../site.ts'

/** A hidden field that every form of a signed-in person carries. */
export const formKey = (browser: Browser): Html =>
  html`<input type="hidden" name="form_key" value="${browser.formKey}" />`

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

type Words = Pick<SiteOptions, 'name' | 'needs' | 'rights' | 'shares'>

/** Nothing while the connection is live. */
export const connectionNotice = (
  { name, needs }: Words,
  browser: Browser,
  connection: Connection,
  returnTo: string
): Html | undefined => {
  if (connection.state === 'ended') {
    return notice(
      'ended',
      'The connection to Parley has ended',
      `${name} can no longer use your messages there. What it keeps here stays. ${needs}`,
      connectForm(browser, 'Connect again', returnTo)
    )
  }
  if (connection.state === 'none') {
    return notice(
      'none',
      'You are logged in, and that is all',
      `${name} may not touch your Parley messages. ${needs}`,
      connectForm(browser, 'Connect to messages', returnTo)
    )
  }
  if (connection.state === 'away') {
    return notice(
      'away',
      'Parley cannot be reached right now',
      'What is kept here still shows. The rest works again as soon as Parley answers.'
    )
  }
  if (connection.state === 'paused') {
    return notice(
      'away',
      `You paused ${name} in Parley`,
      `It can do nothing with your messages there until you let it go on: in Parley, under Connected apps, ${name}.`
    )
  }
  return undefined
}

const lacks: Record<Right, string> = {
  write: 'may not write messages',
  read: 'may not read messages',
  delete: 'may not delete messages',
  friends: 'may not see the names of your friends'
}

/** Title and text. An app that shares things says what still goes without the right. */
const without = (right: Right, { name, needs, shares }: Words): [string, string] => {
  if (right === 'read' && shares?.replies)
    return [
      `${name} may not read replies`,
      `Your friends may have answered; Parley shows their answers. To show them here, allow ${name} to read messages.`
    ]
  if (right === 'delete' && shares?.deletes)
    return [
      `${name} may not delete what it sent`,
      `You can delete the message in Parley. To delete it from here, allow ${name} to delete your messages.`
    ]
  return [`${name} ${lacks[right]}`, needs]
}

/** Says what a live permission lacks and offers to ask for it; nothing when it lacks nothing, or when there is none at all. */
export const missingNotice = (
  words: Words,
  browser: Browser,
  { connection, right, returnTo }: { connection: Connection; right: Right; returnTo: string }
): Html | undefined => {
  if (connection.state !== 'live' || may(connection, right)) return undefined
  const [title, text] = words.rights?.[right]?.lacks ?? without(right, words)
  return notice('lacks', title, text, connectForm(browser, 'Ask Parley for this', returnTo))
}

/** Around the notices of a page that shows by itself when the connection has ended. */
export const freshNotices = (...notices: (Html | undefined)[]): Html =>
  html`<div id="notices" class="notices" data-fresh aria-live="polite">${notices}</div>`

/** A sentence after something was done, or not done. */
export const said = (text: string | undefined, wrong = false): Html | undefined =>
  text ? html`<p class="said${wrong && ' wrong'}" role="${wrong ? 'alert' : 'status'}">${text}</p>` : undefined
