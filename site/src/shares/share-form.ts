// Asks with whom to share a thing, and what to say with it. Shown as a page, or in a dialog over another.
import type { PartnerFriend } from '@parley/sdk'
import { html, type Html, type Value } from '../html.ts'
import { connectForm, formKey } from '../pages/notices.ts'
import type { Browser } from '../people/browser-session.ts'
import { newId } from '../random.ts'
import { friendChoice } from './friend-choice.ts'
import type { ShareOptions, Thing } from './share-options.ts'
import { noteCharsMax } from './read-share-form.ts'

/**
 * fields: of the address, which the form sends along. friends: who may get it; had: names of those who have it. here: the address of this page.
 */
export type Choice = {
  fields: Record<string, string>
  friends: readonly PartnerFriend[]
  had: readonly string[]
  here: string
}

const friendChoices = (options: ShareOptions, { likely }: Thing, { friends }: Choice): Html => {
  const first = (friend: PartnerFriend): number => Number(friend.conversation === likely?.conversation)
  const sorted = [...friends].sort((a, b) => first(b) - first(a))
  return html`<fieldset>
    <legend>${options.words.choose}</legend>
    <div class="choices">
      ${sorted.map(({ conversation, person: { name: friend } }, i) => {
        const why = likely?.conversation === conversation && html` <span class="small">${likely.why}</span>`
        // Where a note is asked for as well, the first friend is ticked, so that a share is one tap. Money is never sent by a tick of ours.
        return friendChoice({ conversation, friend }, { words: [friend, why], checked: options.note && i === 0 })
      })}
    </div>
  </fieldset>`
}

const noteField = html`<label class="field"
  ><span>A note <span class="small">(if you like)</span></span
  ><textarea name="note" rows="3" maxlength="${noteCharsMax}"></textarea>
</label>`

const form = (options: ShareOptions, browser: Browser, thing: Thing, choice: Choice): Html =>
  html`<form method="post" action="/shares" data-stay class="share-form">
    ${formKey(browser)}<input type="hidden" name="id" value="${newId()}" />
    ${Object.entries(choice.fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    ${thing.to ? html`<p>For ${thing.to.friend}.</p>` : friendChoices(options, thing, choice)}
    ${options.note && noteField}
    <div class="actions">
      <button class="primary">${thing.button}</button><a class="button quiet" href="/" data-close>Not now</a>
    </div>
  </form>`

const nobody = (browser: Browser, { had, here }: Choice): Html =>
  html`<p class="empty">
      ${had.length > 0 ? 'Nobody else is left in the conversations that you chose.' : 'The permission names no conversation with a friend. Choose one on Parley’s page.'}
    </p>
    ${connectForm(browser, 'Choose in Parley', here)}`

const notNow = html`<p><a class="button" href="/" data-close>Not now</a></p>`

/** The body of the page. choice: or what stands in its place when nothing can be sent now. */
export const shareForm = (
  options: ShareOptions,
  browser: Browser,
  thing: Thing,
  choice: Choice | { instead: Value }
): Html => {
  const had =
    'had' in choice && choice.had.length > 0 && html`<p class="small">${choice.had.join(', ')} had it already.</p>`
  let rest: Value
  if ('instead' in choice) rest = [choice.instead, notNow]
  else if (thing.to || choice.friends.length > 0) rest = [had, form(options, browser, thing, choice)]
  else rest = [had, nobody(browser, choice), notNow]
  return html`<section data-sheet class="sheet-body">
    <h1>${thing.heading}</h1>
    ${thing.view} ${rest}
  </section>`
}
