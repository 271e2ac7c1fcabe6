// A whole Parley for a browser test: the platform with its web client, and the partner apps, each a process of its own.
import { buildWeb } from './build-web.ts'
import { appUrl, demoApps } from './demo-apps.ts'
import { seedDemo } from './seed-demo.ts'
import { startDemoApps } from './start-demo-apps.ts'
import { freePort, startTestPlatform, type TestPlatform } from './test-platform.ts'

/** music: the address of the music app. */
export type TestWorld = TestPlatform & { music: string }

/** people: the demo people with their history, or nobody. */
export const startTestWorld = async ({ people }: { people: 'demo' | 'nobody' }): Promise<TestWorld> => {
  await buildWeb()
  const platform = await startTestPlatform()
  try {
    if (people === 'demo') await seedDemo(platform.sql)
    const portBase = (await freePort()) - 1
    const apps = await startDemoApps(platform, portBase)
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
