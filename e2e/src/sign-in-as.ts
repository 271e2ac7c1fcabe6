// Signs one of the demo people in to Parley in a window, without walking through the sign-in page.
import type { BrowserContext } from 'playwright-core'
import { demoPassword, type DemoHandle } from '@parley/world/demo-history.ts'

/** url: of the platform. */
export const signInAs = async (context: BrowserContext, url: string, handle: DemoHandle): Promise<void> => {
  const answer = await context.request.post(`${url}/api/sign-in`, {
    headers: { origin: url },
    data: { handle, password: demoPassword }
  })
  if (!answer.ok()) throw new Error(`${handle} could not sign in: ${answer.status()} ${await answer.text()}`)
}
