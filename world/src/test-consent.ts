// Answers the pages on which Parley asks a person about an app, as a browser without JavaScript would.
import { TestBrowser } from './test-browser.ts'
import type { TestPerson } from './test-person.ts'
import type { TestPlatform } from './test-platform.ts'

/** What the person ticks (all that is asked for, if left out) and the button that they press. */
export type ConsentAnswer = { button?: string; actions?: string[]; friends?: boolean; conversations?: string[] }

/** Opens an authorization address and answers; gives the address of the app to which the person is sent back. */
export const answerConsent = async (
  platform: TestPlatform,
  person: TestPerson,
  url: string | URL,
  answer: ConsentAnswer = {}
): Promise<URL> => {
  const browser = new TestBrowser(platform.url)
  browser.addCookie(person.cookie)
  const page = await browser.open(url)
  if (page.status !== 200) throw new Error(`The consent page answered ${page.status}: ${page.text}`)
  const seen = await browser.click(answer.button ?? 'Allow', {
    tick: {
      action: answer.actions ?? ['read', 'write', 'delete'],
      friends: answer.friends === false ? [] : ['yes'],
      conversation: answer.conversations ?? []
    }
  })
  if (seen.url.origin === new URL(platform.url).origin) throw new Error(`Parley asks again: ${seen.text}`)
  return seen.url
}
