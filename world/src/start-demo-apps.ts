// Starts the demo's partner apps: registered at the platform, each run as a process of its own; one that fails takes no other down.
import { join } from 'node:path'
import { deriveKey } from '@parley/server/base/derive-key.ts'
import { findApp } from '@parley/server/grants/find-app.ts'
import { makeProvider } from '@parley/server/login/make-provider.ts'
import { registerClient } from '@parley/server/login/register-client.ts'
import type { Platform } from '@parley/server/platform.ts'
import { appUrl, type DemoApp, demoApps } from './demo-apps.ts'
import { registerCommandLine } from './demo-command-line.ts'
import { registerSkill, skillSettings } from './demo-skill.ts'
import { keyFromSeed } from './key-from-seed.ts'
import { type Child, startChild } from './start-child.ts'

const root = join(import.meta.dirname, '../..')

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
      ...proofOf(app, platform).env,
      ...(app.id === 'voice' && skillSettings(platform))
    }
  })

export type DemoAppsRun = {
  /** One sentence for each that did not start; the others run. */
  failed: { app: DemoApp; why: string }[]
  stop: () => Promise<void>
}

/** Starts all of them, or these, one after the other; stop ends each and waits. */
export const startDemoApps = async (
  platform: Platform,
  portBase: number,
  apps: readonly DemoApp[] = demoApps
): Promise<DemoAppsRun> => {
  const children: Child[] = []
  const failed: DemoAppsRun['failed'] = []
  await registerCommandLine(platform)
  for (const app of apps) {
    try {
      await register(platform, app, portBase)
      if (app.id === 'voice') await registerSkill(platform, appUrl(app, portBase))
      children.push(await run(platform, app, portBase))
    } catch (error) {
      failed.push({ app, why: error instanceof Error ? error.message : String(error) })
    }
  }
  return {
    failed,
    stop: async () => {
      await Promise.all(children.map((child) => child.stop()))
    }
  }
}
