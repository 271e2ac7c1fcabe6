// Accounts of media servers in a list, each with what the person can say of it.
import { sourceNames } from '@parley/connectors/media/watched.ts'
import { type Browser, type Html, html, type Site } from '@parley/site'
import type { Account } from '../watched/account.ts'

const whoseWords: Record<Account['whose'], string> = { mine: 'you', other: 'somebody else', unknown: 'not said yet' }

export const accountRows = (site: Site, browser: Browser, accounts: readonly Account[]): Html =>
  html`<ul class="lines">
    ${accounts.map(
      ({ source, id, name, whose }) =>
        html`<li>
          <span
            ><strong>${name}</strong> <span class="small">on ${sourceNames[source]}: ${whoseWords[whose]}</span></span
          >
          <form method="post" action="/accounts" class="actions" aria-label="${name} on ${sourceNames[source]}">
            ${site.formKey(browser)}<input type="hidden" name="source" value="${source}" />
            <input type="hidden" name="account" value="${id}" />
            ${whose !== 'mine' && html`<button name="mine" value="1">This is me</button>`}
            ${whose !== 'other' && html`<button name="mine" value="0">Somebody else</button>`}
          </form>
        </li>`
    )}
  </ul>`
