// Logs people in to apps for tests: a stock OpenID Connect client (openid-client) and a browser without JavaScript.
import * as client from 'openid-client'
import type { AskedDetail } from '@parley/protocol/api/grant.ts'
import { TestBrowser, type Fill, type Seen } from './test-browser.ts'
import type { TestClient } from './test-client.ts'
import type { TestPerson } from './test-person.ts'
import type { TestPlatform } from './test-platform.ts'

/** An app as it sees the platform, with the DPoP key of one of its people. */
export type TestApp = {
  app: TestClient
  config: client.Configuration
  key: client.CryptoKeyPair
  dpop: client.DPoPHandle
}

export const openTestApp = async (
  platform: Pick<TestPlatform, 'url'>,
  app: TestClient,
  alg: 'ES256' | 'Ed25519' = 'ES256',
  auth: client.ClientAuth = app.secret === undefined ? client.None() : client.ClientSecretBasic(app.secret)
): Promise<TestApp> => {
  const config = await client.discovery(new URL(platform.url), app.clientId, undefined, auth, {
    execute: [client.allowInsecureRequests]
  })
  const key = await client.randomDPoPKeyPair(alg, { extractable: true })
  return { app, config, key, dpop: client.getDPoPHandle(config, key) }
}

/** A browser in which the person is signed in to the platform. */
export const browserOf = (platform: Pick<TestPlatform, 'url'>, person: Pick<TestPerson, 'cookie'>): TestBrowser => {
  const browser = new TestBrowser(platform.url)
  browser.addCookie(person.cookie)
  return browser
}

export type Ask = { details?: Partial<AskedDetail>[]; scope?: string; more?: Record<string, string>; pushed?: boolean }
export type Started = { url: URL; verifier: string; state: string; nonce: string }

/** The address to send a person to. details: rights to ask for; without them the scope decides. */
export const startTestLogin = async ({ app, config, dpop }: TestApp, ask: Ask = {}): Promise<Started> => {
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const nonce = client.randomNonce()
  const parameters = {
    redirect_uri: app.redirectUri,
    scope: ask.scope ?? 'openid profile',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...(ask.details && {
      authorization_details: JSON.stringify(ask.details.map((detail) => ({ type: 'parley_messages', ...detail })))
    }),
    ...ask.more
  }
  const url = ask.pushed
    ? await client.buildAuthorizationUrlWithPAR(config, parameters, { DPoP: dpop })
    : client.buildAuthorizationUrl(config, parameters)
  return { url, verifier, state, nonce }
}

export type Tokens = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers

/** Redeems the code that the browser came back with. */
export const finishTestLogin = (
  { config, dpop }: TestApp,
  started: Started,
  back: Seen,
  proof: client.DPoPHandle | undefined = dpop
): Promise<Tokens> =>
  client.authorizationCodeGrant(
    config,
    back.url,
    { pkceCodeVerifier: started.verifier, expectedState: started.state, expectedNonce: started.nonce },
    undefined,
    proof ? { DPoP: proof } : undefined
  )

/** The whole way for a signed-in person who answers the consent page with this button and these ticks (all actions, if left out). */
export const connectTestApp = async (
  platform: Pick<TestPlatform, 'url'>,
  person: Pick<TestPerson, 'cookie'>,
  app: TestApp,
  ask: Ask,
  button: string,
  fill: Fill = {}
): Promise<Tokens> => {
  const browser = browserOf(platform, person)
  const started = await startTestLogin(app, ask)
  await browser.open(started.url)
  const back = await browser.click(button, { ...fill, tick: { action: ['read', 'write', 'delete'], ...fill.tick } })
  if (back.url.origin === platform.url) throw new Error(`Still here: ${back.status} ${back.text.slice(0, 500)}`)
  return finishTestLogin(app, started, back)
}
