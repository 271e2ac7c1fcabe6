// Has the passkey of a person sign what they allow an app, as the script of the consent page does.
import type { TestAuthenticator, Wrong } from './test-authenticator.ts'
import type { TestBrowser } from './test-browser.ts'
import {
  browserOf,
  finishTestLogin,
  startTestLogin,
  type Ask,
  type Started,
  type TestApp,
  type Tokens
} from './test-login.ts'
import type { TestPerson } from './test-person.ts'
import type { TestPlatform } from './test-platform.ts'

type Offer = Parameters<TestAuthenticator['make']>[0]

/** Adds a passkey that the person does not have yet; gives its id. */
export const addTestPasskey = async (person: TestPerson, key: TestAuthenticator): Promise<string> => {
  const offer = await person.post<Offer>('/api/passkeys/options')
  const { status, body } = await person.post<{ id: string }>('/api/passkeys', { ...key.make(offer.body), name: 'Key' })
  if (status !== 201) throw new Error(`No passkey: ${JSON.stringify(body)}`)
  return body.id
}

/** A consent page with its form filled in; body is what a click on Allow would send. */
export type AtConsent = { url: string; browser: TestBrowser; started: Started; path: string; body: URLSearchParams }

export const openConsent = async (
  { url }: Pick<TestPlatform, 'url'>,
  person: TestPerson,
  app: TestApp,
  { ask, tick }: { ask: Ask; tick: Record<string, string[]> }
): Promise<AtConsent> => {
  const browser = browserOf({ url }, person)
  const started = await startTestLogin(app, ask)
  await browser.open(started.url)
  const { action } = browser.form('Allow')
  return { url, browser, started, path: action, body: browser.bodyOf('Allow', { tick }) }
}

const send = (at: AtConsent, path: string, body: URLSearchParams, headers: Record<string, string>) =>
  at.browser.request(`${at.url}${path}`, { method: 'POST', body, headers: { origin: at.url, ...headers } })

/** Asks what the passkey is to sign. */
export const offerSigning = async (at: AtConsent, headers: Record<string, string> = {}) => {
  const answer = await send(at, `${at.path}/sign`, at.body, headers)
  const body = (await answer.json()) as { options: { challenge: string }; problem?: string }
  return { status: answer.status, ...body }
}

/** What the page's script sends once the passkey has answered. */
export const signConsent = async (
  at: AtConsent,
  key: TestAuthenticator,
  wrong: Wrong = {}
): Promise<URLSearchParams> => {
  const { options, status, problem } = await offerSigning(at)
  if (status !== 200) throw new Error(`Nothing to sign: ${status} ${problem}`)
  const { response } = key.answer({ challenge: options.challenge, options }, wrong)
  const body = new URLSearchParams(at.body)
  body.set('signature', JSON.stringify(response))
  return body
}

export const submitConsent = async (at: AtConsent, body: URLSearchParams) => {
  const answer = await send(at, at.path, body, {})
  return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') }
}

/** The whole way for a signed-in person: the consent page with these ticks, the signature, and the app's tokens. */
export const connectSigned = async (
  platform: Pick<TestPlatform, 'url'>,
  { person, key }: { person: TestPerson; key: TestAuthenticator },
  app: TestApp,
  filled: Parameters<typeof openConsent>[3]
): Promise<Tokens> => {
  const at = await openConsent(platform, person, app, filled)
  const { status, location } = await submitConsent(at, await signConsent(at, key))
  if (status !== 303 || location === null) throw new Error(`Not given: ${status}`)
  return finishTestLogin(app, at.started, await at.browser.open(location))
}
