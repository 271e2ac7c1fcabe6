// What the tests in a browser do again and again: see, press, open a conversation, check the lines of Activity, look into an app's files.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'

export const see = async (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor()
export const press = (page: Page | Locator, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click()
export const card = (page: Page, app: string): Locator => page.getByRole('listitem', { name: app })

/** url: of the platform. name: of the friend. */
export const openConversation = async (url: string, page: Page, name: string): Promise<void> => {
  await page.goto(`${url}/conversations`)
  await page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name }).click()
  await page.getByRole('textbox', { name: `Message ${name}` }).waitFor()
}

/** Every line of Activity that is shown is in the log as it is shown. */
export const checkAll = async (page: Page): Promise<void> => {
  await press(page, 'Check all shown')
  const said = page.getByText(/Each is in the log, exactly as it is shown here\.$/)
  await said.waitFor({ timeout: 60_000 })
}

/** All that an app has kept in its folder. */
export const filesIn = async (folder: string): Promise<string> => {
  const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile())
  return (await Promise.all(files.map(({ name }) => readFile(join(folder, name), 'latin1')))).join('\n')
}
