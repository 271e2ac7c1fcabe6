// The demo's bank: a transfer, or the reversal of one, becomes a camt.054 file in the watched folder.
import { Refused, type Site } from '@parley/site'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkAmount } from '../camt/amount.ts'
import { isIban, plainAccount } from '../camt/iban.ts'
import { type NewTransfer, writeCamt } from '../camt/write-camt.ts'
import { nowText } from '../clock.ts'
import { currencies, newTransferBody } from '../pages/new-transfer-page.ts'
import { newReference } from '../random.ts'
import { ownAccount } from '../transfers/own-account.ts'
import { readTransfer } from '../transfers/transfer.ts'

/** The sentence for what is wrong with a form, or the transfer. */
const readForm = (account: string, field: (name: string) => string): NewTransfer | string => {
  const payee = field('payee')
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .trim()
  const reference = field('reference').trim()
  if (!payee || payee.length > 70) return 'Say who gets the money, in at most 70 characters.'
  if (!isIban(field('iban'))) return 'This IBAN is not right. Look at it once more.'
  if (!currencies.includes(field('currency'))) return 'Choose a currency from the list.'
  const amount = checkAmount(field('amount').trim().replace(',', '.'), field('currency'))
  if (typeof amount === 'string') return `${field('currency')} has no such amount. Write it like 12.50, without signs.`
  if (!/^[\w /?:().,'+-]{0,35}$/.test(reference))
    return "The reference can have 35 letters of the English alphabet, digits and / ? : ( ) . , ' + -."
  const payeeAccount = plainAccount(field('iban'))
  return {
    account,
    amount,
    payee,
    payeeAccount,
    endToEnd: reference || undefined,
    servicerRef: newReference(),
    at: nowText()
  }
}

export const demoRoutes = (site: Site, inbox: string): void => {
  const { app, db } = site

  const hand = (transfer: NewTransfer): void => {
    const path = join(inbox, `${transfer.servicerRef}.xml`)
    writeFileSync(`${path}.part`, writeCamt(transfer), { mode: 0o600, flush: true })
    renameSync(`${path}.part`, path)
  }

  app.get('/new', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const body = newTransferBody(site, browser, { values: () => '' })
    return site.send(reply, site.page({ title: 'Make a transfer', here: '/new', browser, body }))
  })

  app.post('/new', async (request, reply) => {
    const browser = site.formVisitor(request)
    const transfer = readForm(ownAccount(db, browser.person.id), site.fields(request))
    if (typeof transfer === 'string') {
      const body = newTransferBody(site, browser, { values: site.fields(request), problem: site.said(transfer, true) })
      return site.send(reply, site.page({ title: 'Make a transfer', here: '/new', browser, body }), 400)
    }
    hand(transfer)
    return reply.redirect('/?said=made', 303)
  })

  app.post('/transfers/:key/reverse', async (request, reply) => {
    const browser = site.formVisitor(request)
    const transfer = readTransfer(db, browser.person.id, (request.params as { key: string }).key)
    if (!transfer?.amount || transfer.reversal || transfer.wise) {
      throw new Refused(409, 'This cannot be reversed', 'It is reversed already, or it is not one of yours.')
    }
    const row = db.prepare('select servicer_ref from booking where key = ?').get(transfer.key)
    hand({
      account: ownAccount(db, browser.person.id),
      amount: transfer.amount,
      payee: transfer.payee,
      payeeAccount: transfer.payeeAccount ?? '',
      endToEnd: transfer.endToEnd,
      servicerRef: newReference(),
      original: row?.['servicer_ref'] as string | undefined,
      at: nowText(),
      reversal: true
    })
    return reply.redirect('/?said=reversed', 303)
  })
}
