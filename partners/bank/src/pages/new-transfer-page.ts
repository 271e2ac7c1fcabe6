// The form of a new transfer, for the demo.
import { type Browser, type Html, html, type Site } from '@parley/site'

export const currencies = ['EUR', 'GBP', 'USD', 'CHF', 'JPY', 'BHD']

/** problem: why the last try was refused; the fields then hold what was typed. */
export const newTransferBody = (
  site: Site,
  browser: Browser,
  { values, problem }: { values: (name: string) => string; problem?: Html | undefined }
): Html =>
  html`<h1>Make a transfer</h1>
    ${problem}
    <p class="small">
      A demo: no money moves. The bank books it at once and writes a camt.054 file, which comes in like every other.
    </p>
    <form method="post" action="/new" class="panel">
      ${site.formKey(browser)}
      <label class="field"
        ><span>Who gets the money</span
        ><input name="payee" value="${values('payee')}" required maxlength="70" autocomplete="off"
      /></label>
      <label class="field"
        ><span>IBAN <span class="small">(to try: DE89 3704 0044 0532 0130 00)</span></span
        ><input name="iban" value="${values('iban')}" required maxlength="42" autocomplete="off" spellcheck="false"
      /></label>
      <div class="pair">
        <label class="field"
          ><span>Amount</span
          ><input
            name="amount"
            value="${values('amount')}"
            required
            inputmode="decimal"
            maxlength="18"
            autocomplete="off"
        /></label>
        <label class="field"
          ><span>Currency</span
          ><select name="currency">
            ${currencies.map((currency) => html`<option${values('currency') === currency && html` selected`}>${currency}</option>`)}
          </select></label
        >
      </div>
      <label class="field"
        ><span>Reference <span class="small">(if you like; the receipt shows it)</span></span
        ><input name="reference" value="${values('reference')}" maxlength="35" autocomplete="off"
      /></label>
      <div class="actions"><button class="primary">Transfer</button></div>
    </form>`
