// Looks at a page as people with different screens see it: no barriers, and a picture of each.
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { findBarriers } from './find-barriers.ts'
import { keepPicture } from './keep-picture.ts'

const phone = { width: 390, height: 844 }

/** On a wide screen, and dark on a phone. */
export const lookAt = async (page: Page, name: string): Promise<void> => {
  assert.deepEqual(await findBarriers(page), [], name)
  await page.emulateMedia({ colorScheme: 'light' })
  await keepPicture(page, name)
  const before = page.viewportSize()!
  await page.setViewportSize(phone)
  await page.emulateMedia({ colorScheme: 'dark' })
  assert.deepEqual(await findBarriers(page), [], `${name}, dark`)
  await keepPicture(page, `${name}-phone-dark`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(before)
}
