// A whole Parley for a browser test: the platform with its web client, and partner apps, each a process of its own.
import { buildWeb } from './build-web.ts'
import { appUrl, type DemoApp, demoApps } from './demo-apps.ts'
import { seedDemo } from './seed-demo.ts'
import { startDemoApps } from './start-demo-apps.ts'
import { freePortBase } from './test-port-base.ts'
import { startTestPlatform, type TestPlatform } from './test-platform.ts'

/** music: the address of the music app. */
export type TestWorld = TestPlatform & { music: string }

type Cast = { people: 'demo' | 'nobody'; apps?: DemoApp['id'][] }

/** people: the demo people with their history, or nobody. apps: Music alone, if left out. */
export const startTestWorld = async ({ people, apps: ids = ['music'] }: Cast): Promise<TestWorld> => {
  await buildWeb()
  const platform = await startTestPlatform()
  try {
    if (people === 'demo') await seedDemo(platform.sql)
    const wanted = demoApps.filter(({ id }) => ids.includes(id))
    const portBase = await freePortBase(wanted.map(({ place }) => place))
    const apps = await startDemoApps(platform, portBase, wanted)
    const [failed] = apps.failed
    if (failed) {
      await apps.stop()
      throw new Error(failed.why)
    }
    const close = async (): Promise<void> => {
      await apps.stop()
      await platform.close()
    }
    return { ...platform, music: appUrl(demoApps[0]!, portBase), close }
  } catch (error) {
    await platform.close()
    throw error
  }
}
