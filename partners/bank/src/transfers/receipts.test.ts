// Tests of receipts and corrections against a real platform: what is sent, when, how often, and to whom.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { camt, startBankStage } from '@parley/world/test-bank.ts'

const stage = await startBankStage()
after(stage.close)
const { url, ana, ben, conversation, browser, db, keyOf, openShare, openTransfer, post, receiptsAt } = stage

test('a person gets an account at the first login, and asks for the least', async () => {
  assert.match((await browser.open(url)).text, /GB94 HARB 6016 1310 0000 01/)
  const { body } = await ana.get<{ items: { answers: Record<string, unknown> }[] }>('/api/grants')
  const { actions, friends, until, kinds } = body.items[0]!.answers
  assert.deepEqual(
    { actions, friends, until, kinds },
    { actions: ['write'], friends: true, until: '90_days', kinds: ['receipt'] }
  )
})

test('nothing goes out before the tap, and the receipt is what was shown', async () => {
  await post(camt('C1'))
  assert.deepEqual(await receiptsAt(ben), [])
  assert.match((await openTransfer(browser, 'C1')).text, /EUR 42\.00 to Ben Okafor .*Send receipt…/)
  const seen = await openShare(browser, 'C1')
  assert.match(seen.text, /EUR 42\.00 To Ben Okafor Account ending in 2957 Booked 4 Mar 2026 Reference E C1/)
  assert.doesNotMatch(seen.body, /CH93|7620116/)
  assert.equal(
    browser.form('Send receipt').fields.some(({ checked }) => checked),
    false,
    'nobody is chosen beforehand'
  )
  assert.equal((await browser.click('Send receipt')).status, 400)
  assert.deepEqual(await receiptsAt(ben), [])
  await openShare(browser, 'C1')
  assert.match((await browser.click('Send receipt', { tick: { conversation: [conversation] } })).text, /Sent to Ben/)
  const [message, ...more] = await receiptsAt(ben)
  assert.equal(more.length, 0)
  assert.deepEqual(message?.card, {
    type: 'receipt',
    amount: { value: '42.00', currency: 'EUR' },
    beneficiary: 'Ben Okafor',
    account: '2957',
    bookedOn: '2026-03-04',
    reference: 'E C1'
  })
})

test('a receipt goes out once, however often the form is sent, and after a crash', async () => {
  await post(camt('C2'))
  await openShare(browser, 'C2')
  const form = browser.form('Send receipt').action
  const body = browser.bodyOf('Send receipt', { tick: { conversation: [conversation] } })
  const send = () => browser.request(new URL(form, url), { method: 'POST', body, headers: { origin: url } })
  const answers = await Promise.all([send(), send(), send()])
  assert.ok(answers.every(({ status }) => status < 500))
  assert.equal((await receiptsAt(ben)).filter((m) => JSON.stringify(m).includes('E C2')).length, 1)
  // As after a crash between the message and the note that it arrived.
  db.prepare(`update share set state = 'sending', message = null where about = ?`).run(`${keyOf('C2')}.receipt`)
  await stage.restart()
  assert.match((await openTransfer(browser, 'C2')).text, /Perhaps not sent to Ben/)
  assert.match((await browser.click('Send again')).text, /Sent to Ben/)
  assert.equal((await receiptsAt(ben)).filter((m) => JSON.stringify(m).includes('E C2')).length, 1)
})

test('the friend of the last receipt for an account stands first, says so, and is not chosen', async () => {
  await post(camt('C3'))
  assert.match((await openShare(browser, 'C3')).text, /Ben got your last receipt for this account/)
  assert.equal(
    browser.form('Send receipt').fields.some(({ checked }) => checked),
    false
  )
  await post(camt('C4', { payeeAccount: 'DE89370400440532013000' }))
  assert.doesNotMatch((await openShare(browser, 'C4')).text, /got your last receipt/)
})

test('a reversal leads to a correction by tap, to whoever has the receipt, and never to a receipt', async () => {
  await post(camt('R1', { reversal: true, endToEnd: 'E C1', at: '2026-03-06T10:00:00.000Z' }))
  assert.match((await browser.open(url)).text, /Reversed, correction not sent/)
  const before = (await receiptsAt(ben)).length
  assert.match(
    (await openTransfer(browser, 'C1')).text,
    /EUR 42\.00 came back on 6 Mar 2026\..*Send correction to Ben…/
  )
  assert.match(
    (await openShare(browser, 'C1', 'R1')).text,
    /Send a correction.*This transfer was reversed.*Corrects E C1/
  )
  assert.match((await browser.click('Send correction to Ben')).text, /Sent to Ben/)
  const now = await receiptsAt(ben)
  assert.equal(now.length, before + 1)
  assert.match(JSON.stringify(now), /"correctsReference":"E C1"/)
  await post(camt('R1', { reversal: true, endToEnd: 'E C1', at: '2026-03-06T10:00:00.000Z' }))
  assert.equal((await openShare(browser, 'C1', 'R1')).url.pathname, `/transfers/${keyOf('C1')}`)
  await post(camt('R3', { reversal: true, endToEnd: 'E C3' }))
  assert.match((await openTransfer(browser, 'C3')).text, /there is no receipt to send/)
  assert.equal((await openShare(browser, 'C3')).status, 404)
  assert.equal((await openShare(browser, 'C3', 'R3')).status, 404)
  assert.equal((await receiptsAt(ben)).length, before + 1)
})

test('a form that was open when the reversal came sends nothing', async () => {
  await post(camt('C5'))
  await openShare(browser, 'C5')
  await post(camt('R5', { reversal: true, endToEnd: 'E C5' }))
  assert.match(
    (await browser.click('Send receipt', { tick: { conversation: [conversation] } })).text,
    /That is not here/
  )
  assert.doesNotMatch(JSON.stringify(await receiptsAt(ben)), /E C5/)
})

test('each part that comes back is a correction of its own, of that transfer, and never a receipt', async () => {
  const part = (ref: string, value: string, day: string): string =>
    camt(ref, {
      reversal: true,
      endToEnd: 'E C6',
      amount: { value, currency: 'EUR' },
      at: `2026-03-${day}T10:00:00.000Z`
    })
  await post(camt('C6'))
  await post(part('P1', '12.00', '07'))
  assert.match((await browser.open(url)).text, /Partly reversed, receipt not sent/)
  assert.match((await openTransfer(browser, 'C6')).text, /EUR 12\.00 came back on 7 Mar 2026\..*Send receipt…/)
  assert.equal((await openShare(browser, 'C6', 'P1')).status, 404, 'nobody has the receipt yet')
  await openShare(browser, 'C6')
  const before = (await receiptsAt(ben)).length
  const sent = await browser.click('Send receipt', { tick: { conversation: [conversation] } })
  assert.match(sent.text, /Send correction to Ben…/)
  assert.match((await browser.open(url)).text, /Partly reversed, correction not sent/)
  assert.match(
    (await openShare(browser, 'C6', 'P1')).text,
    /reversed: the bank gave EUR 12\.00 of EUR 42\.00 back to me\..*Corrects E C6/
  )
  assert.match((await browser.click('Send correction to Ben')).text, /Sent to Ben/)
  assert.match((await browser.open(url)).text, /Partly reversed, Ben knows/)
  await post(part('P1', '12.00', '07'))
  await post(part('P2', '30.00', '09'))
  await post(part('P3', '0.01', '10'))
  assert.match((await browser.open(url)).text, /Reversed, correction not sent/)
  const seen = await openTransfer(browser, 'C6')
  assert.match(seen.text, /EUR 12\.00 came back on 7 Mar 2026\. EUR 30\.00 came back on 9 Mar 2026\. Send correction/)
  assert.doesNotMatch(seen.text, /0\.01/, 'more than there was is not of this transfer')
  await openShare(browser, 'C6', 'P2')
  await browser.click('Send correction to Ben')
  assert.match((await browser.open(url)).text, /Reversed, Ben knows/)
  const messages = (await receiptsAt(ben)).slice(before)
  assert.deepEqual(
    messages.map(({ card = {} }) => [(card['amount'] as { value: string }).value, card['correctsReference']]),
    [
      ['42.00', undefined],
      ['12.00', 'E C6'],
      ['30.00', 'E C6']
    ]
  )
})
