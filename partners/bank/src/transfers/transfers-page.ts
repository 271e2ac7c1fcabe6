// All transfers of a person, and what became of each receipt.
import { spacedAccount } from '@parley/connectors/camt054/iban.ts'
import { day, html, linkList, type Site } from '@parley/site'
import { ownAccount } from './own-account.ts'
import { money } from './receipt-view.ts'
import { sentOf } from './receipt.ts'
import { listTransfers, type Transfer } from './transfer.ts'

const pageRows = 30
const empty = html`Nothing was booked on your account yet. <a href="/new">Make a transfer</a>, or give the bank’s files
  to <a href="/files">Files</a>.`

/** One short line on how a transfer stands. */
const standing = (site: Site, person: string, transfer: Transfer): string => {
  const { amount, reversals, isBack } = transfer
  const [receipt, ...corrections] = sentOf(site, person, transfer)
  if ([receipt, ...corrections].some((share) => share?.state === 'sending')) return 'Perhaps not sent'
  if (!amount) return 'No receipt yet'
  if (reversals.length === 0) return receipt ? `Receipt sent to ${receipt.friend}` : 'Receipt not sent'
  const word = isBack ? 'Reversed' : 'Partly reversed'
  if (!receipt) return isBack ? word : `${word}, receipt not sent`
  return corrections.every(Boolean) ? `${word}, ${receipt.friend} knows` : `${word}, correction not sent`
}

export const transfersPage = (site: Site): void =>
  site.show('/', async ({ person: { id }, number, notices }) => {
    const iban = ownAccount(site.db, id)
    const transfers = listTransfers(site.db, id, pageRows, number('before'))
    const older = transfers.length === pageRows && `/?before=${transfers.at(-1)!.place}`
    const lines = transfers.map((transfer) => ({
      href: `/transfers/${transfer.key}`,
      main: html`<span class="who">${transfer.payee}</span>`,
      aside: html`<span class="sum">${money(transfer.amount)}</span>
        <span class="small"
          >${[transfer.bookedOn && `${day(transfer.bookedOn)} · `, standing(site, id, transfer)]}</span
        >`
    }))
    const body = html`<h1>Transfers</h1>
      <p class="small">from your account ${spacedAccount(iban)}</p>
      <section id="transfers" data-fresh aria-label="Transfers" aria-live="polite">
        ${linkList(lines, empty, older)}
      </section>`
    return { title: 'Transfers', here: '/', notice: await notices(), body }
  })
