// Keeps pictures of the steps of a test under artifacts/.
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { config } from './config.ts'

/** name: as in "07-consent". */
export const keepPicture = async (page: Page, name: string): Promise<void> => {
  await page.screenshot({ path: join(config.pictures, `${name}.png`), animations: 'disabled' })
}
