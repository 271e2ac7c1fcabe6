// One transfer: what it was, the receipt exactly as it will be sent, and the tap that sends it.
import { type Browser, type Html, html, type Site } from '@parley/site'
import type { PartnerFriend } from '@parley/sdk'
import { contentOf } from '../transfers/content-of.ts'
import type { Sent, Transfer } from '../transfers/transfer.ts'
import { receiptView } from './receipt-view.ts'
import { day, money } from './words.ts'

/** before: the conversation of the last receipt for this account. instead: what stands in place of the choice. */
type Friends = { friends: readonly PartnerFriend[]; before: string | undefined }
export type Choice = Friends | { instead: Html }

const form = (site: Site, browser: Browser, transfer: Transfer, action: string, inner: Html): Html =>
  html`<form method="post" action="/transfers/${transfer.key}/${action}" class="send">
    ${site.formKey(browser)}${inner}
  </form>`

const friendChoice = ({ conversation, person }: PartnerFriend, before: string | undefined): Html =>
  html`<label class="choice"
      ><input type="radio" name="conversation" value="${conversation}" required />
      <span
        >${person.name}${conversation === before && html` <span class="small">got your last receipt for this account</span>`}</span
      ></label
    ><input type="hidden" name="friend-${conversation}" value="${person.name}" />`

const choose = (site: Site, browser: Browser, transfer: Transfer, { friends, before }: Friends): Html => {
  if (friends.length === 0) {
    return html`<p class="empty">
      Your permission names no conversation with a friend. Choose one in <a href="/settings">Settings</a>.
    </p>`
  }
  const sorted = [...friends].sort((a, b) => Number(b.conversation === before) - Number(a.conversation === before))
  const inner = html`<input type="hidden" name="kind" value="receipt" />
    <fieldset>
      <legend>Which friend did you pay?</legend>
      <div class="choices">${sorted.map((friend) => friendChoice(friend, before))}</div>
    </fieldset>
    <div class="actions"><button class="primary">Send receipt</button></div>`
  return form(site, browser, transfer, 'send', inner)
}

const sentPart = (site: Site, browser: Browser, transfer: Transfer, sent: Sent): Html =>
  html`<section class="panel" aria-label="${sent.kind === 'receipt' ? 'Receipt' : 'Correction'}">
    <h2>${sent.state === 'sent' ? `Sent to ${sent.friend}` : `Not known to have reached ${sent.friend}`}</h2>
    ${receiptView(sent.content)}
    ${
      sent.state === 'sending' &&
      form(
        site,
        browser,
        transfer,
        'again',
        html`<input type="hidden" name="kind" value="${sent.kind}" />
          <p class="small">Send it again to find out. It cannot arrive twice.</p>
          <button class="primary">Send again</button>`
      )
    }
  </section>`

const ready = (site: Site, browser: Browser, transfer: Transfer, choice: Choice): Html | undefined => {
  const next = contentOf(transfer)
  if (!next || transfer[next.kind]?.state === 'sending' || transfer[next.kind]?.state === 'sent') return undefined
  const correction = html`<input type="hidden" name="kind" value="correction" /><button class="primary">
      Send correction to ${transfer.receipt?.friend ?? ''}
    </button>`
  const send =
    'instead' in choice
      ? choice.instead
      : next.kind === 'receipt'
        ? choose(site, browser, transfer, choice)
        : form(site, browser, transfer, 'send', correction)
  return html`<section class="panel" aria-labelledby="ready-title">
    <h2 id="ready-title">${next.kind === 'receipt' ? 'Send a receipt' : 'Send a correction'}</h2>
    <p class="small">
      ${next.kind === 'receipt' ? 'Your friend sees exactly this, as a message from you via Harbour Bank. Nothing is sent before you tap.' : `${transfer.receipt?.friend ?? ''} has the receipt of a transfer that was reversed, and will see exactly this.`}
    </p>
    ${receiptView(next.content)} ${send}
  </section>`
}

const story = ({ amount, reversal, receipt, wise }: Transfer): Html | undefined => {
  if (!amount)
    return html`<p>
      The amount is not known yet: Wise told only that transfer ${wise} was sent. There is nothing to share until it
      tells the rest.
    </p>`
  if (reversal && receipt?.state !== 'sent' && receipt?.state !== 'sending')
    return html`<p>The bank reversed this transfer, so there is no receipt to send.</p>`
  return undefined
}

/** notices: what stands above all. */
export const transferBody = (
  site: Site,
  browser: Browser,
  transfer: Transfer,
  { notices, choice }: { notices: Html; choice: Choice }
): Html =>
  html`${notices}
    <header class="account">
      <p class="small"><a href="/">Transfers</a></p>
      <h1>${money(transfer.amount)} to ${transfer.payee}</h1>
      <p class="small">
        ${transfer.bookedOn && `Booked on ${day(transfer.bookedOn)}.`}
        ${transfer.reversal && `Reversed ${transfer.reversal.bookedOn ? `on ${day(transfer.reversal.bookedOn)}` : ''}.`}
      </p>
    </header>
    ${story(transfer)} ${ready(site, browser, transfer, choice)}
    ${[transfer.correction, transfer.receipt].map((sent) => sent && sent.state !== 'refused' && sentPart(site, browser, transfer, sent))}
    ${
      !transfer.reversal &&
      transfer.amount &&
      !transfer.wise &&
      form(
        site,
        browser,
        transfer,
        'reverse',
        html`<p class="small">Only in this demo: play the bank that takes the transfer back.</p>
          <button>Reverse it</button>`
      )
    }`
