// Harbour Bank in a browser: a transfer becomes a receipt for Ben when Ana taps, a reversal a correction, and no bad input becomes anything.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before } from 'node:test'
import type { Page } from 'playwright-core'
import { camt, testBank } from '@parley/world/test-bank.ts'
import type { TestPlatform } from '@parley/world/test-platform.ts'
import { startTestSite, type TestSite } from '@parley/world/test-site.ts'
import { filesIn, openConversation, press, see } from './hands.ts'
import { lookAt } from './look-at.ts'
import { openSiteStage } from './open-site-stage.ts'
import type { OpenWindow } from './open-window.ts'
import { step } from './steps.ts'
import { tickActions } from './tick-actions.ts'

let platform: TestPlatform
let bank: TestSite
/** The watched folder. */
let inbox: string
let anas: OpenWindow
let bens: OpenWindow
/** Ana at the bank, Ana in Parley, Ben in Parley. */
let page: Page
let ana: Page
let ben: Page

before(async () => {
  ;({ platform, site: bank, anas, bens, page, ana, ben } = await openSiteStage((of) => startTestSite(of, testBank())))
  inbox = join(bank.folder, 'inbox')
})

const receiptsOfBen = () => ben.getByRole('region', { name: /^Receipt: / })
const allow = async (): Promise<void> => {
  await tickActions(page, 'write')
  await page
    .getByRole('group', { name: 'What may it do?' })
    .getByLabel(/names of the people/)
    .check()
  await page.getByRole('checkbox', { name: /^Ben Okafor/ }).check()
  await page.getByRole('checkbox', { name: 'payment receipts' }).check()
  await press(page, 'Allow')
  await page.waitForURL((url) => url.origin === bank.url)
}
const makeTransfer = async (amount: string, currency: string, reference: string): Promise<void> => {
  await page.goto(`${bank.url}/new`)
  await page.getByLabel('Who gets the money').fill('B. Okafor')
  await page.getByLabel(/^IBAN/).fill('DE89 3704 0044 0532 0130 00')
  await page.getByLabel('Amount').fill(amount)
  await page.getByLabel('Currency').selectOption(currency)
  await page.getByLabel(/^Reference/).fill(reference)
  await press(page, 'Transfer')
}
const row = (text: string | RegExp) => page.getByRole('region', { name: 'Transfers' }).getByRole('link', { name: text })
const chooseBen = async (): Promise<void> => page.getByRole('radio', { name: /^Ben Okafor/ }).check()
/** The page is not loaded again: it shows by itself what was booked. */
const openRow = async (text: string | RegExp): Promise<void> => {
  await row(text).first().click()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

step('Ana logs in, and the consent page says that the bank only writes receipts', async () => {
  await page.goto(bank.url)
  await lookAt(page, 'bank-1-landing')
  await press(page, 'Log in with Parley')
  await page.getByRole('heading', { name: 'Harbour Bank asks for a permission' }).waitFor()
  assert.equal(await page.getByRole('checkbox', { name: /^read messages/ }).count(), 0, 'it does not ask to read')
  assert.equal(await page.getByRole('checkbox', { name: /^delete/ }).count(), 0)
  await allow()
  await see(page, 'Nothing was booked on your account yet.')
})

step('a transfer is booked, and nothing goes out by itself', async () => {
  await lookAt(page, 'bank-3-empty')
  await makeTransfer('1250,50', 'EUR', 'Boat, half')
  await see(page, 'The bank has your transfer.')
  await row(/B\. Okafor EUR 1,250\.50/).waitFor()
  await makeTransfer('12000', 'JPY', '')
  await row(/JPY 12,000/).waitFor()
  await lookAt(page, 'bank-4-transfers')
  await openConversation(platform.url, ben, 'Ana Moreno')
  assert.equal(await receiptsOfBen().count(), 0)
})

step('Ana sees the receipt as it will be, chooses Ben, taps, and Ben sees the card', async () => {
  await openRow(/EUR 1,250\.50/)
  await page.getByRole('link', { name: 'Send receipt…' }).click()
  await see(page, 'ending in 3000')
  assert.ok(!(await page.content()).includes('DE89'), 'the whole account number is nowhere')
  const choice = page.getByRole('radio', { name: 'Ben Okafor' })
  assert.equal(await choice.isChecked(), false)
  await choice.check()
  await lookAt(page, 'bank-5-receipt')
  await press(page, 'Send receipt')
  await see(page, /Sent to Ben Okafor/)
  await ben.getByRole('region', { name: /^Receipt: .*1,250\.50 to B\. Okafor$/ }).waitFor()
  await ben.getByText('via Harbour Bank').first().waitFor()
  assert.equal(await receiptsOfBen().count(), 1)
})

step('the next receipt for the same account offers Ben first, and says why', async () => {
  await page.goto(bank.url)
  await openRow(/JPY 12,000/)
  await page.getByRole('link', { name: 'Send receipt…' }).click()
  await see(page, 'got your last receipt for this account')
  assert.equal(await page.getByRole('radio', { name: /^Ben Okafor/ }).isChecked(), false)
})

step('what Ben answers never reaches the bank', async () => {
  await ben.getByRole('textbox', { name: 'Message Ana Moreno' }).fill('Thank you, the boat floats.')
  await ben.keyboard.press('Enter')
  await ben
    .getByRole('listitem')
    .filter({ hasText: 'the boat floats' })
    .last()
    .getByText('Sent', { exact: true })
    .waitFor()
  for (const path of ['/', '/files', '/settings']) {
    await page.goto(`${bank.url}${path}`)
    assert.ok(!(await page.content()).includes('the boat floats'))
  }
  assert.ok(!(await filesIn(bank.folder)).includes('the boat floats'))
  await ana.goto(`${platform.url}/activity`)
  await see(ana, 'Harbour Bank wrote 1 message in your conversation with Ben Okafor.')
  assert.equal(await ana.getByText(/Harbour Bank read/).count(), 0)
})

step('the bank takes the transfer back, and only the tap tells Ben', async () => {
  await page.goto(bank.url)
  await openRow(/EUR 1,250\.50/)
  await press(page, 'Reverse it')
  await row(/EUR 1,250\.50.*Reversed, correction not sent/).waitFor()
  assert.equal(await receiptsOfBen().count(), 1)
  await openRow(/EUR 1,250\.50/)
  await page.getByRole('link', { name: 'Send correction to Ben Okafor…' }).click()
  await see(page, 'This transfer was reversed')
  await lookAt(page, 'bank-9-correction')
  await press(page, 'Send correction to Ben Okafor')
  await see(page, 'Correction of a transfer')
  assert.equal(await page.getByText(/Sent to Ben Okafor/).count(), 2, 'the receipt and its correction')
  await ben.getByText('Correction of a transfer').waitFor()
  await see(ben, 'This transfer was reversed')
  assert.equal(await receiptsOfBen().count(), 2)
})

const good = (): string => {
  const done = readdirSync(join(inbox, 'done')).find(
    (name) => name.endsWith('.xml') && readFileSync(join(inbox, 'done', name), 'utf8').includes('JPY')
  )
  return readFileSync(join(inbox, 'done', done!), 'utf8')
}
const upload = async (name: string, text: string, says: string | RegExp): Promise<void> => {
  await page.goto(`${bank.url}/files`)
  await page
    .getByLabel(/A camt\.054 file/)
    .setInputFiles({ name, mimeType: 'application/xml', buffer: Buffer.from(text) })
  await press(page, 'Import it')
  await page.getByRole('region', { name: 'What became of it' }).getByText(says).first().waitFor()
}

step('each bad file and each odd entry is told in plain words, and nothing of it is sent or lost', async () => {
  const text = good()
  const entry = /<Ntry>[^]*<\/Ntry>/.exec(text)![0]
  await upload('again.xml', text, '0 taken, 1 known already.')
  await upload(
    'doctype.xml',
    text.replace('<Document', '<!DOCTYPE x><Document'),
    /Nothing was taken\. The file has a DOCTYPE/
  )
  await upload('statement.xml', text.replaceAll('camt.054', 'camt.053'), /Nothing was taken\. The file is no camt\.054/)
  await upload('cut.xml', text.slice(0, 700), /Nothing was taken\. The file is not complete/)
  await upload('pending.xml', text.replace('BOOK', 'PDNG'), '1 not booked yet (PDNG)')
  await upload(
    'decimals.xml',
    text.replaceAll('>12000<', '>12000.50<'),
    '1 with an amount that its currency does not have'
  )
  await upload('incoming.xml', text.replaceAll(/DBIT(?=<\/CdtDbtInd>\n)/g, 'CRDT'), '1 money that came in')
  const batch = entry.replace(/<NtryDtls>[^]*<\/NtryDtls>/, '<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch></NtryDtls>')
  await upload('batch.xml', text.replace(entry, batch), '1 in a batch whose transactions are not in the file')
  await upload(
    'others.xml',
    text.replace(/<IBAN>GB[^<]*/, '<IBAN>GB33BUKB20201555555555'),
    '1 of an account that nobody has here'
  )
  await upload(
    'reused.xml',
    text.replaceAll('>12000<', '>13000<'),
    '1 with the references of another transfer and a different amount'
  )
  await lookAt(page, 'bank-11-left-out')
  await page.goto(`${bank.url}/files`)
  assert.equal(await receiptsOfBen().count(), 2)
  await page.goto(bank.url)
  assert.equal(await page.getByRole('region', { name: 'Transfers' }).getByRole('link').count(), 2)
})

step('a bad file in the folder is put aside with its reason, and the bank goes on', async () => {
  writeFileSync(join(inbox, 'bad.xml'), '<Document/>')
  const amount = { value: '1.005', currency: 'BHD' }
  writeFileSync(join(inbox, 'good.xml'), camt('CORE1', { amount, endToEnd: undefined, payee: 'B. Okafor' }))
  await page.goto(bank.url)
  await row(/BHD 1\.005/).waitFor()
  const reason = readdirSync(join(inbox, 'failed')).find((name) => name.endsWith('bad.xml.reason.txt'))
  assert.ok(reason)
})

step('after Ana revokes nothing is sent, and the bank says so', async () => {
  await openRow(/BHD 1\.005/)
  await page.getByRole('link', { name: 'Send receipt…' }).click()
  await chooseBen()
  await ana.goto(`${platform.url}/apps`)
  await ana.getByRole('link', { name: /^Harbour Bank/ }).click()
  await press(ana, 'Revoke')
  await ana.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await see(ana, 'This permission has ended.')
  await press(page, 'Send receipt')
  await page.getByRole('alert').waitFor()
  await page.getByRole('region', { name: 'The connection to Parley has ended' }).waitFor()
  await lookAt(page, 'bank-13-ended')
  assert.equal(await receiptsOfBen().count(), 2)
  await press(page, 'Connect again')
  await allow()
  await openRow(/BHD 1\.005/)
  await page.getByRole('link', { name: 'Send receipt…' }).click()
  await chooseBen()
  await press(page, 'Send receipt')
  await see(page, /Sent to Ben Okafor/)
  await ben.getByRole('region', { name: /^Receipt: .*1\.005/ }).waitFor()
  assert.equal(await receiptsOfBen().count(), 3)
})

step('nothing was wrong on any page', async () => {
  assert.deepEqual([...anas.complaints, ...bens.complaints], [])
})
