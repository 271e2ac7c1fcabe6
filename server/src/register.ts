// The command that registers an app (npm run register -- ...), beside a running platform or without one.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { JWK } from 'jose'
import { Refusal } from './base/refusal.ts'
import { parseJson } from './base/parse-json.ts'
import { besidePlatform } from './beside-platform.ts'
import { isPurposeCode, purposeCodes } from './grants/purpose-codes.ts'
import { makeProvider } from './login/make-provider.ts'
import { registerClient, type NewClient } from './login/register-client.ts'

const usage = `Registers an app for "Log in with Parley".

  npm run register -- --name Tunes --owner "Example Ltd" --purpose "To share songs with friends." \\
    --purpose-code dpv:RequestedServiceProvision --redirect-uri https://tunes.example/callback

  --name          what people see, at most 40 characters
  --owner         who answers for the app
  --purpose       one sentence: why it asks for permissions
  --purpose-code  one of ${Object.keys(purposeCodes).join(' ')}
  --redirect-uri  https, or http on this machine; may be given several times
  --post-logout-redirect-uri  where people may be sent after logging out; may be given several times
  --client-id     otherwise made from the name
  --public        the app cannot keep a secret (it runs in a browser or on a person's device)
  --device        it runs on devices without a browser, such as a TV; without --redirect-uri only there
  --login-only    the app never asks for rights to messages
  --agent         it is an assistant: after it has read in one conversation, what it writes in another waits for the person
  --key-file      its public key as a JWK; it then follows the FAPI 2.0 Security Profile and has no secret; not with --device
  --bearer        its tokens work without a DPoP proof; the log then cannot show that a request was the app's
`

// A platform that was started with another PARLEY_DATA would never hear of the app.
const alone = (dataDir: string): string =>
  `No platform runs on the folder ${dataDir}; one that starts on it will know this app.
If yours runs elsewhere, run this again with the PARLEY_DATA that it was started with.\n`

const text = { type: 'string' } as const
const texts = { type: 'string', multiple: true } as const
const flag = { type: 'boolean' } as const

const readKey = (path: string): JWK => {
  const key = parseJson(readFileSync(path))
  if (typeof key !== 'object' || key === null) throw new Error(`${path} is not a JWK`)
  return key
}

const readClient = (args: string[]): NewClient | undefined => {
  const { values } = parseArgs({
    args,
    options: {
      name: text,
      owner: text,
      purpose: text,
      'purpose-code': text,
      'client-id': text,
      'redirect-uri': texts,
      'post-logout-redirect-uri': texts,
      public: flag,
      device: flag,
      'login-only': flag,
      agent: flag,
      bearer: flag,
      'key-file': text,
      help: flag
    }
  })
  const { name, owner, purpose, 'purpose-code': purposeCode, 'redirect-uri': redirectUris = [] } = values
  if (values.help || !name || !owner || !purpose || !purposeCode) return undefined
  if (redirectUris.length === 0 && !values.device) return undefined
  if (!isPurposeCode(purposeCode))
    throw new Error(`${purposeCode} is no purpose; take one of ${Object.keys(purposeCodes).join(' ')}`)
  const fromName = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  const after = values['post-logout-redirect-uri']
  const keyFile = values['key-file']
  return {
    clientId: values['client-id'] ?? fromName,
    name,
    owner,
    purpose,
    purposeCode,
    redirectUris,
    ...(after && { postLogoutRedirectUris: after }),
    isPublic: values.public ?? false,
    isDevice: values.device ?? false,
    loginOnly: values['login-only'] ?? false,
    bearerAllowed: values.bearer ?? false,
    ...(keyFile !== undefined && { profile: 'fapi2', key: readKey(keyFile) }),
    agent: values.agent ?? false
  }
}

const run = async (): Promise<void> => {
  const client = readClient(process.argv.slice(2))
  if (!client) {
    process.stdout.write(usage)
    process.exitCode = 2
    return
  }
  await besidePlatform(async (platform, isAlone) => {
    const provider = await makeProvider(platform)
    const { app, secret } = await registerClient({ provider, sql: platform.sql }, client)
    process.stdout.write(`client_id: ${app.clientId}\n`)
    process.stdout.write(secret === undefined ? 'no client_secret\n' : `client_secret: ${secret}\n`)
    if (secret !== undefined) process.stdout.write('Keep the secret; it is shown this once.\n')
    process.stdout.write(`issuer: ${platform.config.url}\n`)
    if (client.isDevice) process.stdout.write(`people enter its codes at: ${platform.config.url}/device\n`)
    if (isAlone) process.stderr.write(alone(platform.config.dataDir))
  })
}

try {
  await run()
} catch (error) {
  const why = error instanceof Refusal || error instanceof Error ? error.message : String(error)
  process.stderr.write(`Not registered: ${why}\n`)
  process.exitCode = 1
}
