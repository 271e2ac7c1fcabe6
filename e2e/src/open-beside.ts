// Opens a second window of a person: the same cookies, and both are in sight.
import type { Page } from 'playwright-core'
import type { OpenWindow } from './open-window.ts'

/** A second tab would lie over the first, and Chromium draws what is covered once a second: each click there would wait for seconds. */
export const openBeside = async ({ context, page }: Pick<OpenWindow, 'context' | 'page'>): Promise<Page> => {
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    page.evaluate(() => void window.open('about:blank', '_blank', 'popup,noopener'))
  ])
  return opened
}
