// Harbour Bank for tests: as a site with its own key, files in the bank's format, and hands that reach into its doors.
import { randomBytes } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { type NewTransfer, writeCamt } from '@parley/connectors/camt054/write-camt.ts'
import { readConfig } from '@parley/bank/config.ts'
import { startBank } from '@parley/bank/start.ts'
import { keyFromSeed } from './key-from-seed.ts'
import type { Fill, Seen, TestBrowser } from './test-browser.ts'
import type { TestPerson } from './test-person.ts'
import { startSiteStage, type TestApp } from './test-site.ts'

/** The secret of the bank's core system, and the account that its first person gets. */
export const coreSecret = 'the-core-secret'
export const firstAccount = 'GB94HARB60161310000001'

/** The app with a key of its own, as the FAPI profile wants it. */
export const testBank = (env: Record<string, string> = {}): TestApp & { key: JsonWebKey } => {
  const key = keyFromSeed(randomBytes(32))
  return {
    id: 'bank',
    place: 3,
    name: 'Harbour Bank',
    key: key.secret,
    client: {
      owner: 'Harbour Bank, a made-up one',
      purpose: 'To send the receipt of a transfer to the friend you paid, when you tap.',
      profile: 'fapi2',
      key: key.open
    },
    env: { BANK_CLIENT_KEY: JSON.stringify(key.secret), BANK_CORE_SECRET: coreSecret, ...env },
    start: async (all) => startBank(readConfig(all))
  }
}

/** A camt.054 file with one transfer from the first account; its EndToEndId is "E " and the reference. */
export const camt = (servicerRef: string, over: Partial<NewTransfer> = {}): string =>
  writeCamt({
    account: firstAccount,
    amount: { value: '42.00', currency: 'EUR' },
    payee: 'Ben Okafor',
    payeeAccount: 'CH9300762011623852957',
    endToEnd: `E ${servicerRef}`,
    servicerRef,
    at: '2026-03-04T10:00:00.000Z',
    ...over
  })

type Message = { text?: string; card?: Record<string, unknown> }

/** A platform with the bank beside it and three friends (test-site.ts); ana is logged in to the bank in `browser`. */
export const startBankStage = async (env: Record<string, string> = {}) => {
  const app = testBank(env)
  const stage = await startSiteStage(app)
  const { url, ana, conversation } = stage
  const receiptsOnly: Fill = {
    tick: { action: ['write'], friends: ['yes'], conversation: [conversation], kind: ['receipt'] }
  }
  const logIn = (person: TestPerson, button = 'Allow', fill = receiptsOnly) => stage.logIn(person, button, fill)
  const browser = await logIn(ana)
  await browser.open(url)
  const db = new DatabaseSync(`${stage.folder}/harbour-bank.sqlite`)
  const keyOf = (servicerRef: string): string =>
    db.prepare(`select key from booking where said ->> '$.servicerRef' = ?`).get(servicerRef)?.['key'] as string
  return {
    ...stage,
    clientKey: app.key,
    db,
    browser,
    receiptsOnly,
    logIn,
    keyOf,
    /** Opens the page of a transfer by the bank's reference. */
    openTransfer: (by: TestBrowser, servicerRef: string): Promise<Seen> =>
      by.open(`${url}/transfers/${keyOf(servicerRef)}`),
    /** Opens the page that sends the receipt of a transfer, or the correction for a reversal, by its own reference. */
    openShare: (by: TestBrowser, servicerRef: string, reversal?: string): Promise<Seen> =>
      by.open(`${url}/share?about=${keyOf(servicerRef)}.${reversal === undefined ? 'receipt' : keyOf(reversal)}`),
    /** POST /bank/camt054, as the core system. */
    post: (body: string, headers: Record<string, string> = {}): Promise<Response> =>
      fetch(`${url}/bank/camt054`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/xml', authorization: `Bearer ${coreSecret}`, ...headers }
      }),
    /** The receipts in a conversation, as this person sees them. */
    receiptsAt: async (person: TestPerson, where = conversation): Promise<Message[]> => {
      const { items } = (await person.get<{ items: Message[] }>(`/api/conversations/${where}/events?limit=100`)).body
      return items.filter(({ card }) => card?.['type'] === 'receipt')
    },
    close: async () => {
      db.close()
      await stage.close()
    }
  }
}
