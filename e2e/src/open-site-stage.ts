// The stage of one partner app: a platform with the demo people, the app on the same machine, and windows of Ana and Ben.
import type { Browser, Page } from 'playwright-core'
import { buildWeb } from '@parley/world/build-web.ts'
import { seedDemo } from '@parley/world/seed-demo.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import type { TestSite } from '@parley/world/test-site.ts'
import { openBeside } from './open-beside.ts'
import { openBrowser } from './open-browser.ts'
import { openSignedIn } from './open-signed-in.ts'
import type { OpenWindow } from './open-window.ts'
import { untilEnd } from './until-end.ts'

export type SiteStage<S extends TestSite> = {
  platform: TestPlatform
  site: S
  browser: Browser
  anas: OpenWindow
  bens: OpenWindow
  /** Ana at the app, Ana in Parley, Ben in Parley. */
  page: Page
  ana: Page
  ben: Page
}

const still = { reducedMotion: 'reduce' } as const

/** startSite: the app beside the platform. All of it ends with the file. */
export const openSiteStage = async <S extends TestSite>(
  startSite: (platform: TestPlatform) => Promise<S>
): Promise<SiteStage<S>> => {
  await buildWeb()
  const platform = await untilEnd(startTestPlatform({ limitFactor: 1000 }))
  await seedDemo(platform.sql)
  const [site, browser] = await Promise.all([untilEnd(startSite(platform)), untilEnd(openBrowser())])
  const [anas, bens] = await Promise.all([
    openSignedIn(browser, platform.url, 'ana', still),
    openSignedIn(browser, platform.url, 'ben', still)
  ])
  return { platform, site, browser, anas, bens, page: anas.page, ana: await openBeside(anas), ben: bens.page }
}
