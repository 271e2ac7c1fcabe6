// One transfer: what it was, what of it went to a friend, and the way to send what can be sent.
import { day, html, type Share, type Site } from '@parley/site'
import { nextOf, sentOf } from './receipt.ts'
import { money, receiptView } from './receipt-view.ts'
import { ownTransfer, type Transfer } from './transfer.ts'

const story = ({ amount, isBack, wise }: Transfer, [receipt]: (Share | undefined)[]): string | undefined => {
  if (!amount)
    return `The amount is not known yet: Wise told only that transfer ${wise} was sent. There is nothing to share until it tells the rest.`
  return isBack && !receipt ? 'The bank reversed this transfer, so there is no receipt to send.' : undefined
}

/** learnMore: asks for what is not known of a transfer yet. */
export const transferPage = (site: Site, learnMore: (transfer: Transfer) => Promise<void>): void =>
  site.show('/transfers/:key', async (visit) => {
    const { browser, person, notices, connection } = visit
    await learnMore(ownTransfer(site, visit))
    const transfer = ownTransfer(site, visit)
    const { key, amount, reversals, wise, payee, bookedOn } = transfer
    const sent = sentOf(site, person.id, transfer)
    const next = nextOf(site, person.id, transfer)
    const told = story(transfer, sent)
    const link = await connection()
    const body = html`<p class="small"><a href="/">Transfers</a></p>
      <h1>${money(amount)} to ${payee}</h1>
      <p class="small">
        ${bookedOn && `Booked on ${day(bookedOn)}.`}
        ${reversals.map((back) => `${money(back.amount)} came back${back.bookedOn ? ` on ${day(back.bookedOn)}` : ''}. `)}
      </p>
      <div id="sent" data-fresh aria-live="polite">
        ${told && html`<p>${told}</p>`}
        ${next && html`<p><a class="button primary" href="/share?about=${next.about}">${next.button}…</a></p>`}
        ${sent.toReversed().map((share) => share && [receiptView(share.content), site.shares.panel(browser, share, link)])}
      </div>
      ${
        amount &&
        reversals.length === 0 &&
        !wise &&
        html`<form method="post" action="/transfers/${key}/reverse" class="send">
          ${site.formKey(browser)}
          <p class="small">Only in this demo: play the bank that takes the transfer back.</p>
          <button>Reverse it</button>
        </form>`
      }`
    return { title: payee, here: '/', notice: await notices(), body }
  })
