// Tests of reading camt.054: files shaped like those of banks, generated ones with every quirk, and what is no camt.054 at all.
import assert from 'node:assert/strict'
import { createReadStream, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { BadInput } from '../bad-input.ts'
import { type Booking, judge, type Reason } from './judge.ts'
import { readCamt } from './read-camt.ts'
import { writeCamt } from './write-camt.ts'

const ns = (version: string): string => `urn:iso:std:iso:20022:tech:xsd:camt.054.001.${version}`
const sample = (version: string): URL => new URL(`../../samples/camt054/v${version}.xml`, import.meta.url)
async function* bytesOf(text: string | Buffer, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const judged = async (file: AsyncIterable<Uint8Array>): Promise<(Booking | Reason)[]> => {
  const all: (Booking | Reason)[] = []
  for await (const movement of readCamt(file)) all.push(judge(movement))
  return all
}
const told = (result: Booking | Reason): unknown =>
  typeof result === 'string'
    ? result
    : [
        result.kind,
        `${result.amount.value} ${result.amount.currency}`,
        result.payee,
        result.payeeAccount,
        result.endToEnd,
        result.bookedOn
      ]
const problemOf = async (text: string | Buffer, size?: number): Promise<string> => {
  try {
    await judged(bytesOf(text, size))
    return 'none'
  } catch (error) {
    assert.ok(error instanceof BadInput, String(error))
    return error.code!
  }
}
const wrap = (inner: string, version = '08'): string =>
  `<?xml version="1.0"?><Document xmlns="${ns(version)}"><BkToCstmrDbtCdtNtfctn><GrpHdr/><Ntfctn><Acct><Id><IBAN>GB20HARB60161310000001</IBAN></Id></Acct>${inner}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`

test('version 02: amounts only of the entry, times as dates, accounts under Othr', async () => {
  assert.deepEqual((await judged(createReadStream(sample('02')))).map(told), [
    'no_amount',
    'no_payee',
    ['transfer', '1250.00 SEK', 'OTTO LIND', '011628', 'OTTO/26/2', '2026-03-02']
  ])
})

test('version 04: credits are left out one by one, and a reversal is one whatever its indicator says', async () => {
  assert.deepEqual((await judged(createReadStream(sample('04')))).map(told), [
    'incoming',
    'incoming',
    ['reversal', '6.00 CHF', '', undefined, 'E-3', '2026-03-03']
  ])
})

test('version 08: a batch is judged by the indicator of each transaction, and PDNG is left out', async () => {
  assert.deepEqual((await judged(createReadStream(sample('08')))).map(told), [
    'incoming',
    ['transfer', '3.20 CHF', 'Ben Okafor', 'CH9300762011623852957', undefined, '2026-03-04'],
    'pending'
  ])
})

test('what stands in free text names nobody', async () => {
  const entry = `<Ntry><Amt Ccy="EUR">5</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls><RmtInf><Ustrd>Ben Okafor</Ustrd></RmtInf><AddtlTxInf>Ben Okafor</AddtlTxInf></TxDtls></NtryDtls><AddtlNtryInf>Ben Okafor</AddtlNtryInf></Ntry>`
  assert.deepEqual(await judged(bytesOf(wrap(entry))), ['no_payee'])
})

test('the batch of two whose details are not in the file is left out, and so is what is missing of one', async () => {
  const head = `<Amt Ccy="EUR">5</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>`
  const none = `<Ntry>${head}<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch></NtryDtls></Ntry>`
  const tx = `<TxDtls><Amt Ccy="EUR">2</Amt><RltdPties><Cdtr><Pty><Nm>Ben</Nm></Pty></Cdtr></RltdPties></TxDtls>`
  const some = `<Ntry>${head}<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>${tx}</NtryDtls></Ntry>`
  assert.deepEqual((await judged(bytesOf(wrap(none)))).map(told), ['no_details'])
  assert.deepEqual((await judged(bytesOf(wrap(some)))).map(told), [
    ['transfer', '2.00 EUR', 'Ben', undefined, undefined, undefined],
    'no_details'
  ])
})

test('what is no camt.054 is refused with the reason', async () => {
  const good = wrap('')
  assert.equal(await problemOf(good), 'none')
  assert.equal(await problemOf(good.replaceAll('camt.054.001.08', 'camt.053.001.08')), 'not_camt054')
  assert.equal(await problemOf(good.replaceAll('camt.054.001.08', 'camt.054.001.07')), 'not_camt054')
  assert.equal(await problemOf(good.replaceAll('BkToCstmrDbtCdtNtfctn', 'BkToCstmrStmt')), 'not_camt054')
  assert.equal(await problemOf('<Document/>'), 'not_camt054')
  assert.equal(await problemOf(good.replace('</Ntfctn>', '')), 'not_xml')
  assert.equal(await problemOf(good.slice(0, -20)), 'not_xml')
  assert.equal(await problemOf(good + good), 'not_xml')
  assert.equal(await problemOf(''), 'not_xml')
  assert.equal(await problemOf('{"not": "xml"}'), 'not_xml')
  assert.equal(await problemOf(wrap('&bomb;')), 'not_xml')
  assert.equal(await problemOf(wrap('&constructor;')), 'not_xml')
  const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "${'a'.repeat(99)}"><!ENTITY b "&a;&a;&a;">]>${good.slice(21)}`
  assert.equal(await problemOf(bomb), 'doctype')
  assert.equal(await problemOf(`<!-- ${'x'.repeat(9000)} --><!DOCTYPE x>${good.slice(21)}`), 'doctype')
  assert.equal(await problemOf(Buffer.from(good.replace('<GrpHdr/>', '<GrpHdr>ü</GrpHdr>'), 'latin1')), 'not_utf8')
  assert.equal(await problemOf(Buffer.from(`\uFEFF${good}`, 'utf16le')), 'not_utf8')
  assert.equal(await problemOf(good.replace('"1.0"', '"1.0" encoding="ISO-8859-1"')), 'not_utf8')
  assert.equal(await problemOf(wrap('<a>'.repeat(100_000)), 65_536), 'too_deep')
  assert.equal(await problemOf(wrap(`<Ntry>${'<a/>'.repeat(6000)}</Ntry>`), 65_536), 'too_long')
  assert.equal(await problemOf(wrap(`<Ntry><Amt>${'1'.repeat(300_000)}</Amt></Ntry>`), 65_536), 'too_long')
  assert.equal(await problemOf(wrap(`<Ntry a="${'1'.repeat(300_000)}"/>`), 65_536), 'too_long')
})

test('an entry does not grow between its transactions', async () => {
  const part = `<NtryDtls>${'<a/>'.repeat(3000)}<TxDtls/></NtryDtls>`
  assert.equal(await problemOf(wrap(`<Ntry>${part}${part}</Ntry>`), 65_536), 'too_long')
})

test('names of elements cost the same however long they are', async () => {
  const name = 'n'.repeat(60_000)
  // Of the processor: the system may give the time on the clock to somebody else.
  const before = process.cpuUsage()
  assert.equal(await problemOf(wrap(`<${name}>`.repeat(28) + '<a/>'.repeat(40_000)), 65_536), 'not_xml')
  const { user, system } = process.cpuUsage(before)
  assert.ok(user + system < 3_000_000)
})

test('a file above the limit is refused without being read to its end', async () => {
  let given = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(wrap('').split('</Ntfctn>')[0]!)
    for (const pad = Buffer.from(`<!--${' '.repeat(65_000)}-->`); ; given += pad.length) yield pad
  }
  await assert.rejects(judged(endless()), { code: 'too_large' })
  assert.ok(given < 65 * 1024 * 1024)
})

type Quirk = { xml: string; expected: unknown }
const names = fc.constantFrom('Ben Okafor', 'Øyvind & Söhne <AG>', 'О. Петренко', '株式会社港')
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const money = fc.constantFrom(
  ['EUR', '12.5', '12.50'],
  ['JPY', '1200', '1200'],
  ['JPY', '1200.00', '1200'],
  ['JPY', '12.5', 'bad_amount'],
  ['BHD', '1.005', '1.005'],
  ['BHD', '2', '2.000'],
  ['BHD', '1.0005', 'bad_amount'],
  ['HUF', '10.5', '10.50'],
  ['EUR', '0.00', 'bad_amount'],
  ['EUR', '-3', 'bad_amount'],
  ['EUR', '1e3', 'bad_amount'],
  ['EUR', '1,50', 'bad_amount'],
  ['EUR', '0.1', '0.10'],
  ['EUR', '900719925474099.31', '900719925474099.31'],
  ['XAU', '1', 'bad_currency'],
  ['eur', '1', 'bad_currency'],
  ['', '1', 'bad_currency']
)
const entryOf = fc
  .record({
    name: names,
    money,
    status: fc.constantFrom('BOOK', 'PDNG', 'INFO'),
    entrySide: fc.constantFrom('DBIT', 'CRDT'),
    ownSide: fc.constantFrom(undefined, 'DBIT', 'CRDT'),
    reversal: fc.constantFrom('', '<RvslInd>true</RvslInd>', '<RvslInd>1</RvslInd>', '<RvslInd>false</RvslInd>'),
    endToEnd: fc.constantFrom(undefined, 'NOTPROVIDED', 'E 1'),
    copies: fc.integer({ min: 1, max: 3 }),
    iban: fc.constantFrom(undefined, 'CH9300762011623852957', 'CH9300762011623852958'),
    v02: fc.boolean(),
    ownAmount: fc.boolean()
  })
  .map((q): Quirk => {
    const [currency, value, right] = q.money as [string, string, string]
    const amount = `<Amt Ccy="${currency}">${value}</Amt>`
    const name = `<Nm>${escaped(q.name)}</Nm>`
    const account = q.iban ? `<CdtrAcct><Id><IBAN>${q.iban}</IBAN></Id></CdtrAcct>` : ''
    const own = q.ownAmount ? (q.v02 ? `<AmtDtls><TxAmt>${amount}</TxAmt></AmtDtls>` : amount) : ''
    const tx = `<TxDtls><Refs>${q.endToEnd ? `<EndToEndId>${q.endToEnd}</EndToEndId>` : ''}</Refs>${own}${q.ownSide ? `<CdtDbtInd>${q.ownSide}</CdtDbtInd>` : ''}<RltdPties><Cdtr>${q.v02 ? name : `<Pty>${name}</Pty>`}</Cdtr>${account}</RltdPties></TxDtls>`
    const xml = `<Ntry>${amount}<CdtDbtInd>${q.entrySide}</CdtDbtInd>${q.reversal}<Sts>${q.v02 ? q.status : `<Cd>${q.status}</Cd>`}</Sts><NtryDtls>${tx.repeat(q.copies)}</NtryDtls></Ntry>`
    const one = (): unknown => {
      if (q.status !== 'BOOK') return q.status === 'PDNG' ? 'pending' : 'not_booked'
      const isReversal = /true|1/.test(q.reversal)
      if (!isReversal && (q.ownSide ?? q.entrySide) === 'CRDT') return 'incoming'
      if (!q.ownAmount && q.copies > 1) return 'no_amount'
      if (right.startsWith('bad')) return right
      const known = q.iban === 'CH9300762011623852957' ? q.iban : undefined
      return [
        isReversal ? 'reversal' : 'transfer',
        `${right} ${currency}`,
        q.name,
        known,
        q.endToEnd === 'E 1' ? 'E 1' : undefined,
        undefined
      ]
    }
    return { xml, expected: Array.from({ length: q.copies }, one) }
  })

test('generated files with every quirk give what they must, in whatever pieces they come', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(entryOf, { maxLength: 6 }),
      fc.integer({ min: 1, max: 400 }),
      fc.constantFrom('', 'c:'),
      async (entries, size, prefix) => {
        const plain = wrap(entries.map(({ xml }) => xml).join(''))
        const text = prefix ? plain.replace('xmlns=', 'xmlns:c=').replaceAll(/<(\/?)(?=[A-Z])/g, '<$1c:') : plain
        const found = (await judged(bytesOf(text, size))).map(told)
        assert.deepEqual(
          found,
          entries.flatMap(({ expected }) => expected)
        )
      }
    ),
    { numRuns: 200 }
  )
})

test('whatever bytes come, a file is read or refused', async () => {
  const good = readFileSync(sample('08'))
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.uint8Array({ minLength: 1, maxLength: 4 }), async (at, bytes) => {
      const bent = Buffer.concat([good.subarray(0, at), bytes, good.subarray(at + bytes.length)])
      await problemOf(bent, 512)
    }),
    { numRuns: 300 }
  )
})

test('the file that the demo writes reads back as it was meant', async () => {
  const amount = { value: '12.50', currency: 'EUR' }
  const text = writeCamt({
    account: 'GB20HARB60161310000001',
    amount,
    payee: 'A & "B" <C>',
    payeeAccount: 'CH9300762011623852957',
    endToEnd: 'Lunch & more',
    servicerRef: 'HB1',
    at: '2026-03-04T10:00:00.000Z'
  })
  assert.deepEqual((await judged(bytesOf(text))).map(told), [
    ['transfer', '12.50 EUR', 'A & "B" <C>', 'CH9300762011623852957', 'Lunch & more', '2026-03-04']
  ])
})
