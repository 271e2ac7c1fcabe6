// Watches a page for a badge that is there for a moment only.
import type { Page } from 'playwright-core'

/** Whether the page ever says that something is unread, from now on. */
export const watchUnread = (page: Page): Promise<() => Promise<boolean>> =>
  page
    .evaluateHandle(() => {
      const seen = { unread: false }
      const look = () => (seen.unread ||= /unread/.test(document.querySelector('#root')?.textContent ?? ''))
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
      return seen
    })
    .then((seen) => () => seen.evaluate(({ unread }) => unread))
