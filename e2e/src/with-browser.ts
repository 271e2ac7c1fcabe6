// Opens a browser beside what a file of browser tests stands on.
import type { Browser } from 'playwright-core'
import { openBrowser } from './open-browser.ts'
import { untilEnd } from './until-end.ts'

/** Both end with the file, also where only one of them came up. */
export const withBrowser = <T extends { close: () => Promise<unknown> }>(starting: Promise<T>): Promise<[T, Browser]> =>
  Promise.all([untilEnd(starting), untilEnd(openBrowser())])
