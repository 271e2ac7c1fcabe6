// The demo's partner apps: registered at the platform, each run as a process of its own.
import { join } from 'node:path'
import { deriveKey } from '@parley/server/base/derive-key.ts'
import { findApp } from '@parley/server/grants/find-app.ts'
import { makeProvider } from '@parley/server/login/make-provider.ts'
import { registerClient } from '@parley/server/login/register-client.ts'
import type { Platform } from '@parley/server/platform.ts'
import { registerCommandLine } from './demo-command-line.ts'
import { keyFromSeed } from './key-from-seed.ts'
import { type Child, startChild } from './start-child.ts'

const root = join(import.meta.dirname, '../..')

type DemoApp = {
  id: 'music' | 'watching' | 'voice' | 'bank'
  place: number
  name: string
  owner: string
  purpose: string
  purposeCode: string
  /** It is known by a key, under the FAPI 2.0 Security Profile, and not by a secret. */
  profile?: 'fapi2'
  /** It also logs people in on screens that show a code. */
  isDevice?: true
}

/** place: the port is the base plus it. */
export const demoApps: DemoApp[] = [
  {
    id: 'music',
    place: 1,
    name: 'Music',
    owner: 'Tidewater Audio',
    purpose: 'To share songs with friends you choose, and show you their replies.',
    purposeCode: 'dpv:RequestedServiceProvision'
  },
  {
    id: 'watching',
    place: 2,
    name: 'Watching',
    owner: 'Lantern Pictures',
    purpose: 'To share what you watch with friends you choose, and show you their replies.',
    purposeCode: 'dpv:RequestedServiceProvision',
    isDevice: true
  },
  {
    id: 'voice',
    place: 4,
    name: 'Voice',
    owner: 'Clearwater Speech',
    purpose: 'To read your messages aloud and take down your replies.',
    purposeCode: 'dpv:RequestedServiceProvision'
  },
  {
    id: 'bank',
    place: 3,
    name: 'Harbour Bank',
    owner: 'Harbour Bank, a made-up one',
    purpose: 'To send the receipt of a transfer to the friend you paid, when you tap.',
    purposeCode: 'dpv:RequestedServiceProvision',
    profile: 'fapi2'
  }
]

export const appUrl = (app: DemoApp, portBase: number): string => `http://localhost:${portBase + app.place}`

// The same at every start on this data folder, so that nothing has to be kept beside it.
const proofOf = (app: DemoApp, platform: Platform) => {
  const seed = deriveKey(platform.secret, `demo app ${app.id}`)
  const name = app.id.toUpperCase()
  if (app.profile === undefined) {
    const secret = seed.toString('base64url')
    return { registered: { secret }, env: { [`${name}_CLIENT_SECRET`]: secret } }
  }
  const key = keyFromSeed(seed)
  return {
    registered: { profile: app.profile, key: key.open },
    env: { [`${name}_CLIENT_KEY`]: JSON.stringify(key.secret) }
  }
}

const register = async (platform: Platform, app: DemoApp, portBase: number): Promise<void> => {
  if (await findApp(platform.sql, app.id)) return
  const provider = await makeProvider(platform)
  const { name, owner, purpose, purposeCode, isDevice = false } = app
  const url = appUrl(app, portBase)
  await registerClient(
    { provider, sql: platform.sql },
    {
      clientId: app.id,
      name,
      owner,
      purpose,
      purposeCode,
      isDevice,
      redirectUris: [`${url}/callback`],
      postLogoutRedirectUris: [`${url}/`],
      ...proofOf(app, platform).registered
    }
  )
}

const run = (platform: Platform, app: DemoApp, portBase: number): Promise<Child> =>
  startChild({
    name: app.name,
    script: join(root, `partners/${app.id}/src/main.ts`),
    env: {
      PARLEY_URL: platform.config.url,
      PARLEY_DATA: platform.config.dataDir,
      PARLEY_APP_PORT_BASE: String(portBase),
      [`${app.id.toUpperCase()}_CLIENT_ID`]: app.id,
      ...proofOf(app, platform).env
    }
  })

/** Starts all of them; stop ends each and waits. */
export const startDemoApps = async (platform: Platform, portBase: number): Promise<{ stop: () => Promise<void> }> => {
  const children: Child[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.stop()))
  }
  try {
    await registerCommandLine(platform)
    for (const app of demoApps) {
      await register(platform, app, portBase)
      children.push(await run(platform, app, portBase))
    }
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}
