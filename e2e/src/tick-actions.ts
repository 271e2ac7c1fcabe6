// Ticks what an app may do, on the consent page: nothing is ticked there before the person does it.
import type { Page } from 'playwright-core'

const words = { read: /^read messages/, write: /^write messages/, delete: /^delete your messages/ }

export const tickActions = async (page: Page, ...actions: (keyof typeof words)[]): Promise<void> => {
  const question = page.getByRole('group', { name: 'What may it do?' })
  for (const action of actions) await question.getByLabel(words[action]).check()
}
