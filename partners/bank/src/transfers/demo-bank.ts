// The demo's bank: a transfer, or the reversal of one, becomes a camt.054 file, which comes in like every other.
import { BadInput } from '@parley/connectors/bad-input.ts'
import { readTyped } from '@parley/connectors/camt054/read-typed.ts'
import { type NewTransfer, writeCamt } from '@parley/connectors/camt054/write-camt.ts'
import type { Inbox } from '@parley/connectors/inbox/open-inbox.ts'
import { type Answer, type Html, html, newId, nowMs, Refused, type Site, type Visit } from '@parley/site'
import { Readable } from 'node:stream'
import type { Report } from '../files/report.ts'
import { ownAccount } from './own-account.ts'
import { ownTransfer } from './transfer.ts'

const currencies = ['EUR', 'GBP', 'USD', 'CHF', 'JPY', 'BHD']

const payForm = (value: (name: string) => string, key: Html): Html => {
  const input = (name: string, max: number, label: string, hint?: string): Html =>
    html`<label class="field"
      ><span>${label}${hint && html` <span class="small">(${hint})</span>`}</span
      ><input name="${name}" value="${value(name)}" maxlength="${max}" autocomplete="off" spellcheck="false"
    /></label>`
  return html`<form method="post" action="/new" class="panel">
    ${key} ${input('payee', 70, 'Who gets the money')}
    ${input('iban', 42, 'IBAN', 'to try: DE89 3704 0044 0532 0130 00')}
    <div class="pair">
      ${input('amount', 18, 'Amount')}
      <label class="field"
        ><span>Currency</span
        ><select name="currency">
          ${currencies.map((each) => html`<option${value('currency') === each && html` selected`}>${each}</option>`)}
        </select></label
      >
    </div>
    ${input('reference', 35, 'Reference', 'if you like; the receipt shows it')}
    <div class="actions"><button class="primary">Transfer</button></div>
  </form>`
}

export const demoBank = (site: Site, inbox: Inbox<Report>): void => {
  /** As the bank's core system does, with a reference of its own: HB and 24 characters, where camt.054 allows 35. */
  const book = async (person: string, transfer: Omit<NewTransfer, 'account' | 'servicerRef' | 'at'>): Promise<void> => {
    const servicerRef = `HB${newId().replaceAll('-', '').slice(0, 24).toUpperCase()}`
    const own = { account: ownAccount(site.db, person), servicerRef, at: new Date(nowMs()).toISOString() }
    const file = Readable.from([Buffer.from(writeCamt({ ...transfer, ...own }))])
    await inbox.take(file, { source: 'folder', name: `${servicerRef}.xml` })
  }
  const form = ({ browser, field }: Visit, problem?: string): Answer => {
    const body = html`<h1>Make a transfer</h1>
      ${site.said(problem, true)}
      <p class="small">
        A demo: no money moves. The bank books it at once and writes a camt.054 file, which comes in like every other.
      </p>
      ${payForm(problem ? field : () => '', site.formKey(browser))}`
    return { title: 'Make a transfer', here: '/new', body, status: problem ? 400 : 200 }
  }

  site.show('/new', (visit) => form(visit))

  site.act('/new', async (visit) => {
    try {
      await book(visit.person.id, readTyped(visit.field))
      return '/?said=made'
    } catch (error) {
      if (error instanceof BadInput) return form(visit, error.message)
      throw error
    }
  })

  site.act('/transfers/:key/reverse', async (visit) => {
    const { amount, reversals, wise, servicerRef, payeeAccount = '', payee, endToEnd } = ownTransfer(site, visit)
    if (!amount || reversals.length > 0 || wise)
      throw new Refused(409, 'This cannot be reversed', 'It is reversed already, or it is not known to the bank.')
    await book(visit.person.id, { amount, payee, payeeAccount, endToEnd, original: servicerRef, reversal: true })
    return '/?said=reversed'
  })
}
