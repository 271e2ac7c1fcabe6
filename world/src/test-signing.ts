// Has the passkey of a person sign what they allow an app, as the script of the consent page does.
import type { TestAuthenticator } from './test-authenticator.ts'
import type { Fill } from './test-browser.ts'
import { browserOf, finishTestLogin, startTestLogin, type Ask, type TestApp, type Tokens } from './test-login.ts'
import type { TestPerson } from './test-person.ts'
import type { TestPlatform } from './test-platform.ts'

/** Adds a passkey that the person does not have yet. */
export const addTestPasskey = async (person: TestPerson, key: TestAuthenticator): Promise<string> => {
  const offer = (await person.post('/api/passkeys/options')).body
  const { status, body } = await person.post('/api/passkeys', { ...key.make(offer), name: 'Key' })
  if (status !== 201) throw new Error(`No passkey: ${JSON.stringify(body)}`)
  return body.id as string
}

/** The whole way for a signed-in person: the consent page with these ticks, the signature, and the app's tokens. */
export const connectSigned = async (
  platform: Pick<TestPlatform, 'url'>,
  { person, key }: { person: TestPerson; key: TestAuthenticator },
  app: TestApp,
  ask: Ask,
  fill: Fill
): Promise<Tokens> => {
  const browser = browserOf(platform, person)
  const started = await startTestLogin(app, ask)
  await browser.open(started.url)
  const { action } = browser.form('Allow')
  const body = browser.bodyOf('Allow', fill)
  const send = { method: 'POST', headers: { origin: platform.url } }
  const offered = await browser.request(`${action}/sign`, { ...send, body })
  const { options } = (await offered.json()) as { options: { challenge: string } }
  body.set('signature', JSON.stringify(key.answer({ challenge: options.challenge, options }).response))
  return finishTestLogin(app, started, await browser.open(action, { ...send, body }))
}
