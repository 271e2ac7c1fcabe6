// Opens a window in which one of the demo people is signed in to Parley.
import type { Browser, BrowserContextOptions } from 'playwright-core'
import type { DemoHandle } from '@parley/world/demo-history.ts'
import { openWindow, type OpenWindow } from './open-window.ts'
import { signInAs } from './sign-in-as.ts'

/** url: of the platform. */
export const openSignedIn = async (
  browser: Browser,
  url: string,
  handle: DemoHandle,
  options: BrowserContextOptions = {}
): Promise<OpenWindow> => {
  const window = await openWindow(browser, options)
  await signInAs(window.context, url, handle)
  return window
}
