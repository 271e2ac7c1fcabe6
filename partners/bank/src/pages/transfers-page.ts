// All transfers of a person, and what became of each receipt.
import { type Html, html } from '@parley/site'
import type { Transfer } from '../transfers/transfer.ts'
import { day, money, spaced } from './words.ts'

/** One short line on how a transfer stands. */
export const standing = ({ amount, reversal, receipt, correction }: Transfer): string => {
  if (correction?.state === 'sent') return `Reversed, ${correction.friend} knows`
  if (receipt?.state === 'sending' || correction?.state === 'sending') return 'Not known to have arrived'
  if (reversal) return receipt?.state === 'sent' ? 'Reversed, correction not sent' : 'Reversed'
  if (receipt?.state === 'sent') return `Receipt sent to ${receipt.friend}`
  return amount ? 'Receipt not sent' : 'No receipt yet'
}

/** older: the address of the next page. */
export const transfersBody = (
  transfers: readonly Transfer[],
  { iban, notices, older }: { iban: string; notices: Html; older: string | undefined }
): Html =>
  html`${notices}
    <header class="account">
      <h1>Transfers</h1>
      <p class="small">from your account ${spaced(iban)}</p>
    </header>
    <section id="transfers" data-fresh aria-label="Transfers" aria-live="polite">
      ${
        transfers.length === 0
          ? html`<p class="empty">
              Nothing was booked on your account yet. <a href="/new">Make a transfer</a>, or give the bank’s files to
              <a href="/files">Files</a>.
            </p>`
          : html`<ul class="ledger">
              ${transfers.map(
                (transfer) =>
                  html`<li>
                    <a href="/transfers/${transfer.key}"
                      ><span class="who">${transfer.payee}</span><span class="sum">${money(transfer.amount)}</span
                      ><span class="small">${day(transfer.bookedOn)}</span
                      ><span class="small standing">${standing(transfer)}</span></a
                    >
                  </li>`
              )}
            </ul>`
      }
    </section>
    ${older && html`<p><a class="button" href="${older}">Older</a></p>`}`
