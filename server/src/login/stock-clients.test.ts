// Relying parties made by others log people in with a few lines of configuration.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import { genericOAuth } from 'better-auth/plugins'
import { registerTestClient } from '@parley/world/test-client.ts'
import { browserOf } from '@parley/world/test-login.ts'
import { signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let ana: TestPerson

before(async () => {
  parley = await startTestPlatform({ limitFactor: 100 })
  ana = await signUpPerson(parley, 'ana')
})
after(() => parley.close())

/** Sends the person's browser to the platform and back to the app; returns the address at the app. */
const throughParley = async (address: string): Promise<URL> => {
  const browser = browserOf(parley, ana)
  await browser.open(address)
  const back = await browser.click('Log in')
  assert.notEqual(back.url.origin, parley.url, back.text)
  return back.url
}

test('better-auth, generic OAuth by discovery', async () => {
  const home = 'http://localhost:3999'
  const shop = await registerTestClient(parley, {
    clientId: 'better',
    redirectUris: [`${home}/api/auth/callback/parley`]
  })
  const auth = betterAuth({
    baseURL: home,
    secret: 'a secret of the relying party, long enough',
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    logger: { disabled: true },
    plugins: [
      genericOAuth({
        config: [
          {
            providerId: 'parley',
            discoveryUrl: `${parley.url}/.well-known/openid-configuration`,
            clientId: shop.clientId,
            clientSecret: shop.secret!,
            scopes: ['openid', 'profile'],
            // It wants an e-mail address of everybody; Parley gives none.
            mapProfileToUser: (profile) => ({
              email: `${String(profile['sub'])}@people.invalid`,
              name: String(profile['name'])
            })
          }
        ]
      })
    ]
  })
  const call = (path: string, init: { method?: string; body?: string; headers: Record<string, string> }) =>
    auth.handler(new Request(`${home}/api/auth${path}`, { ...init, headers: { origin: home, ...init.headers } }))
  const body = JSON.stringify({ provider: 'parley', callbackURL: '/welcome' })
  const start = await call('/sign-in/social', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  assert.equal(start.status, 200, await start.clone().text())
  const { url } = (await start.json()) as { url: string }
  assert.equal(new URL(url).searchParams.get('code_challenge_method'), 'S256')
  const cookie = start.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const back = await throughParley(url)
  const end = await auth.handler(new Request(back, { headers: { cookie } }))
  assert.equal(end.status, 302)
  assert.equal(new URL(end.headers.get('location')!, home).pathname, '/welcome', end.headers.get('location')!)
  const session = end.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const who = (await (await call('/get-session', { headers: { cookie: session } })).json()) as {
    user: { name: string }
  }
  assert.equal(who.user.name, 'Ana')
})

type Request_ = { query: Record<string, string>; session: object }
type Outcome = { redirect?: string; user?: { displayName: string }; failed?: unknown }
type Strategy = new (
  options: Record<string, unknown>,
  verify: (issuer: string, profile: { displayName: string }, done: (error: null, user: object) => void) => void
) => { authenticate: (request: Request_, options: object) => void }

test('passport-openidconnect, which knows no PKCE', async () => {
  const shop = await registerTestClient(parley, { clientId: 'pass', redirectUris: ['http://localhost:3998/callback'] })
  const { Strategy } = createRequire(import.meta.url)('passport-openidconnect') as { Strategy: Strategy }
  const strategy = new Strategy(
    {
      issuer: parley.url,
      authorizationURL: `${parley.url}/oauth/authorize`,
      tokenURL: `${parley.url}/oauth/token`,
      userInfoURL: `${parley.url}/oauth/userinfo`,
      clientID: shop.clientId,
      clientSecret: shop.secret,
      callbackURL: 'http://localhost:3998/callback',
      scope: ['profile'],
      skipUserProfile: false
    },
    (_issuer, profile, done) => done(null, profile)
  )
  // What passport itself does with a strategy: a copy per request that is told how it ended.
  const session = {}
  const run = (query: Record<string, string>): Promise<Outcome> =>
    new Promise((resolve) => {
      const one = Object.assign(Object.create(strategy) as typeof strategy, {
        redirect: (redirect: string) => resolve({ redirect }),
        success: (user: { displayName: string }) => resolve({ user }),
        fail: (failed: unknown) => resolve({ failed }),
        error: (failed: unknown) => resolve({ failed })
      })
      one.authenticate({ query, session }, {})
    })
  const { redirect } = await run({})
  const back = await throughParley(redirect!)
  const { user, failed } = await run(Object.fromEntries(back.searchParams))
  assert.equal(failed, undefined)
  assert.equal(user?.displayName, 'Ana')
})
