// Starts Chromium.
import { type Browser, chromium } from 'playwright-core'
import { config } from './config.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** Ends with browser.close(). */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: config.chromium, args: flags, timeout: 30_000 })
