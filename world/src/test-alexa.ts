// Alexa for tests: a self-made certificate chain, and requests signed by it as Alexa signs them.
import { execFileSync } from 'node:child_process'
import { createHash, createPrivateKey, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { now } from '@parley/server/base/clock.ts'
import { newId } from '@parley/server/base/random.ts'
import type { TestClient } from './test-client.ts'
import { basicOf, postForm } from './test-oauth.ts'
import type { TestPlatform } from './test-platform.ts'

export const testSkillId = 'amzn1.ask.skill.c966b8cb-80bc-4482-8ddf-63af59ca07fc'
export const testChainUrl = 'https://s3.amazonaws.com/echo.api/echo-api-cert-14.pem'

export type TestAlexa = {
  /** PEM of the root that the skill should trust. */
  root: string
  /** PEM of leaf and intermediate, as it would lie at testChainUrl. */
  chain: string
  headersOf: (body: string | Buffer) => Record<string, string>
}

/** Three certificates (root, intermediate, leaf) made by openssl. domain: what the leaf is for. */
export const makeTestAlexa = ({ domain = 'echo-api.amazon.com', intermediateIsCa = true } = {}): TestAlexa => {
  const folder = mkdtempSync(join(tmpdir(), 'alexa-test-'))
  const make = (name: string, subject: string, extensions: string[], issuer?: string): void => {
    const by = issuer === undefined ? [] : ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`]
    const added = extensions.flatMap((extension) => ['-addext', extension])
    const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`]
    const fixed = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-sha256', '-days', '2', '-config', 'req.cnf']
    execFileSync('openssl', [...fixed, '-subj', subject, ...by, ...added, ...files], { cwd: folder, stdio: 'pipe' })
  }
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  try {
    execFileSync('sh', ['-c', 'printf "[req]\\ndistinguished_name=dn\\n[dn]\\n" > req.cnf'], { cwd: folder })
    make('root', '/CN=Test Root', ['basicConstraints=critical,CA:TRUE'])
    const ca = intermediateIsCa ? 'critical,CA:TRUE' : 'critical,CA:FALSE'
    make('middle', '/CN=Test Intermediate', [`basicConstraints=${ca}`], 'root')
    make('leaf', `/CN=${domain}`, ['basicConstraints=critical,CA:FALSE', `subjectAltName=DNS:${domain}`], 'middle')
    const key = createPrivateKey(read('leaf.key'))
    return {
      root: read('root.pem'),
      chain: read('leaf.pem') + read('middle.pem'),
      headersOf: (body) => ({
        'content-type': 'application/json; charset=utf-8',
        signaturecertchainurl: testChainUrl,
        signature: sign('sha1', Buffer.from(body), key).toString('base64'),
        'signature-256': sign('sha256', Buffer.from(body), key).toString('base64')
      })
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export type Spoken = {
  /** The request's own part; type is an intent's name, or a type of request (LaunchRequest, AlexaSkillEvent.SkillDisabled …). */
  type: string
  slots?: Record<string, string>
  accessToken?: string | undefined
  userId?: string
  /** Changes to `request`. */
  request?: Record<string, unknown>
  applicationId?: string
}

/** A request envelope as Alexa sends it (its shape is that of shared samples: session, context, request). */
export const alexaBody = ({ type, slots = {}, accessToken, userId, request, applicationId }: Spoken) => {
  const application = { applicationId: applicationId ?? testSkillId }
  const user = { userId: userId ?? 'amzn1.ask.account.TEST', ...(accessToken !== undefined && { accessToken }) }
  const isIntent = type.endsWith('Intent')
  const named = Object.entries(slots).map(([name, value]): [string, unknown] => [
    name,
    { name, value, confirmationStatus: 'NONE' }
  ])
  return {
    version: '1.0',
    ...(!type.startsWith('AlexaSkillEvent.') && {
      session: { new: false, sessionId: `amzn1.echo-api.session.${newId()}`, application, user }
    }),
    context: { System: { application, user, apiEndpoint: 'https://api.amazonalexa.com', apiAccessToken: 'x' } },
    request: {
      type: isIntent ? 'IntentRequest' : type,
      requestId: `amzn1.echo-api.request.${newId()}`,
      timestamp: now()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z'),
      locale: 'en-US',
      ...(isIntent && { intent: { name: type, confirmationStatus: 'NONE', slots: Object.fromEntries(named) } }),
      ...request
    }
  }
}

/** Where Alexa wants people back who linked their account. */
export const alexaRedirect = 'https://pitangui.amazon.com/api/skill/link/M1TEST'
const verifier = 'v'.repeat(43)

/** What Alexa puts behind the authorization address, with PKCE switched on in its console. */
export const alexaQuery = (): string =>
  new URLSearchParams({
    client_id: 'alexa',
    response_type: 'code',
    state: 'AAAA',
    scope: 'messages.read',
    redirect_uri: alexaRedirect,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256'
  }).toString()

/** What Alexa's servers do with the address that the person came back with: gives the access token, which has no key. */
export const redeemAsAlexa = async (
  platform: TestPlatform,
  client: TestClient,
  back: string | URL
): Promise<string> => {
  const answer = await postForm(
    platform,
    '/oauth/token',
    {
      grant_type: 'authorization_code',
      code: new URL(back).searchParams.get('code') ?? '',
      redirect_uri: alexaRedirect,
      code_verifier: verifier
    },
    { authorization: basicOf(client) }
  )
  const tokens = (await answer.json()) as { access_token: string; refresh_token?: string; token_type: string }
  if (!answer.ok || tokens.token_type !== 'Bearer' || !tokens.refresh_token)
    throw new Error(`No tokens for Alexa: ${JSON.stringify(tokens)}`)
  return tokens.access_token
}
