// Opens a window of one person: cookies of their own, and a list of everything the browser complained about.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'

export type OpenWindow = {
  context: BrowserContext
  page: Page
  /** Errors on the console, violations of a page's content security policy, and uncaught exceptions; in all tabs. */
  complaints: string[]
}

// Browsers print every refusal, also those that are answers: asking who is signed in before anybody is, adding a passkey before
// confirming who one is, and a page that itself says no.
const answering = ['/api/me', '/api/passkeys/options']
const isAnswer = (text: string, url: string, page: string): boolean =>
  text.startsWith('Failed to load resource: the server responded with a status of 4') &&
  (url === page || answering.includes(new URL(url).pathname))

const watch = (page: Page, complaints: string[]): void => {
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    const { url } = message.location()
    if (message.type() === 'error' && !isAnswer(message.text(), url, page.url()))
      complaints.push(`${page.url()}: ${message.text()} (${url})`)
  })
}

export const openWindow = async (browser: Browser, options: BrowserContextOptions = {}): Promise<OpenWindow> => {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Lisbon',
    viewport: { width: 1280, height: 800 },
    ...options
  })
  context.setDefaultTimeout(20_000)
  const complaints: string[] = []
  context.on('page', (page) => watch(page, complaints))
  const page = await context.newPage()
  return { context, page, complaints }
}
