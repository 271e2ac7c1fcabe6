// Tests of the ways in for files: the core system, a person's upload, and the demo's form.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { after, test } from 'node:test'
import { camt, coreSecret, startBankStage } from '@parley/world/test-bank.ts'

const stage = await startBankStage()
after(stage.close)
const { url, ben, browser, keyOf, logIn, post } = stage

test('the core system hands in a file with its secret only', async () => {
  assert.equal((await post(camt('C1'), { authorization: 'Bearer wrong' })).status, 401)
  assert.equal((await post(camt('C1'), { authorization: '' })).status, 401)
  assert.equal((await post('{}', { 'content-type': 'application/json' })).status, 415)
  const bad = await post('<Document/>')
  assert.equal(bad.status, 422)
  assert.match(((await bad.json()) as { problem: string }).problem, /no camt\.054/)
  const good = await post(camt('C1'))
  assert.equal(good.status, 200)
  assert.equal(((await good.json()) as { transfer: number }).transfer, 1)
  assert.equal(((await (await post(camt('C1'))).json()) as { known: number }).known, 1)
  const other = (await (await post(camt('X1', { account: 'DE89370400440532013000' }))).json()) as { id: string }
  const page = await fetch(`${url}/bank/imports/${other.id}/left-out`, {
    headers: { authorization: `Bearer ${coreSecret}` }
  })
  assert.deepEqual(
    ((await page.json()) as { items: { reason: string }[] }).items.map(({ reason }) => reason),
    ['other_account']
  )
})

test('a person uploads a file, and reads what became of it', async () => {
  const upload = async (text: string, name = 'march.xml'): Promise<string> => {
    await browser.open(`${url}/files`)
    const form = new FormData()
    form.set('form_key', browser.bodyOf('Import it').get('form_key')!)
    form.set('file', new Blob([text]), name)
    const answer = await fetch(`${url}/files`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
      headers: { cookie: browser.cookiesFor(new URL(url)), origin: url }
    })
    assert.equal(answer.status, 303, await answer.text())
    return (await browser.open(new URL(answer.headers.get('location')!, url))).text
  }
  assert.match(await upload(camt('U1')), /march\.xml 1 taken, 0 known already/)
  assert.match(await upload(camt('U1')), /0 taken, 1 known already/)
  assert.match(await upload(camt('U2', { account: 'GB26HARB60161310000002' })), /1 of an account that nobody has here/)
  assert.match(await upload(camt('U3').replace('BOOK', 'PDNG')), /1 not booked yet/)
  assert.match(await upload(`<!DOCTYPE x>${camt('U4')}`), /Nothing was taken\. .*DOCTYPE/)
  assert.match(await upload(camt('U5').replaceAll('camt.054', 'camt.053')), /Nothing was taken/)
  assert.match(await upload(`${camt('U6').slice(0, -30)}${' '.repeat(3_000_000)}`), /Nothing was taken/)
  assert.match((await browser.open(`${url}/files`)).text, /march\.xml/)
  const given = /\/files\/([0-9a-f-]{36})/.exec((await browser.open(`${url}/files`)).body)![1]!
  stage.db
    .prepare(`update import set report = json_remove(json_set(report, '$.state', 'running'), '$.problem') where id = ?`)
    .run(given)
  assert.match((await browser.open(`${url}/files`)).text, /being taken/)
  assert.match((await browser.open(`${url}/files/${given}`)).text, /Still being taken\. Entries so far: 0\./)
  const bens = await logIn(ben, 'Log in only', {})
  assert.match((await bens.open(`${url}/files`)).text, /None yet/)
  const id = /\/files\/([0-9a-f-]{36})/.exec((await browser.open(`${url}/files`)).body)![1]!
  assert.equal((await bens.open(`${url}/files/${id}`)).status, 404)
  assert.equal((await bens.open(`${url}/transfers/${keyOf('U1')}`)).status, 404)
})

test('the form of the demo writes a file into the inbox, which is taken like every other', async () => {
  await browser.open(`${url}/new`)
  const fill = {
    text: { payee: 'Ben & Söhne', iban: 'DE89 3704 0044 0532 0130 00', amount: '1200', reference: 'Boat' }
  }
  const send = async (currency: string, over: Record<string, string> = {}) => {
    await browser.open(`${url}/new`)
    const body = browser.bodyOf('Transfer', { text: { ...fill.text, ...over } })
    body.append('currency', currency)
    return browser.open('/new', { method: 'POST', body, headers: { origin: url } })
  }
  assert.match((await send('JPY', { amount: '12.5' })).text, /JPY has no such amount/)
  assert.match((await send('JPY', { iban: 'DE89 3704 0044 0532 0130 01' })).text, /This IBAN is not right/)
  assert.match((await send('JPY')).text, /The bank has your transfer/)
  for (let looks = 0; !/Ben & Söhne JPY 1,200/.test((await browser.open(url)).text); looks++) {
    assert.ok(looks < 100, browser.seen?.text)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.equal(readdirSync(`${stage.folder}/inbox/done`).length, 2)
})

test('an upload without the key of the form, or without a file, is refused and taken from nobody', async () => {
  const before = (await browser.open(`${url}/files`)).body.split('/files/').length
  const send = (form: FormData, cookie = browser.cookiesFor(new URL(url))): Promise<Response> =>
    fetch(`${url}/files`, { method: 'POST', body: form, redirect: 'manual', headers: { cookie, origin: url } })
  const big = new Blob([camt('K1'), ' '.repeat(5_000_000)])
  const bare = new FormData()
  bare.set('file', big, 'x.xml')
  assert.equal((await send(bare)).status, 403)
  const late = new FormData()
  late.set('file', big, 'x.xml')
  late.set('form_key', browser.bodyOf('Import it').get('form_key')!)
  assert.equal((await send(late)).status, 403)
  const none = new FormData()
  none.set('form_key', browser.bodyOf('Import it').get('form_key')!)
  assert.equal((await send(none)).status, 400)
  assert.equal((await send(bare, '')).status, 401)
  assert.equal((await fetch(`${url}/files`, { method: 'POST', body: 'x=1', headers: { origin: url } })).status, 415)
  assert.equal((await browser.open(`${url}/files`)).body.split('/files/').length, before)
})
