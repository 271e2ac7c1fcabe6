// A television, a speaker, a command: a login on a device that has no browser.
import { setTimeout as sleep } from 'node:timers/promises'
import type { ParleyApp, Session } from '@parley/sdk'

export const logInOnDevice = async (parley: ParleyApp, show: (text: string) => void): Promise<Session> => {
  const started = await parley.login.startDevice({ ask: { actions: ['read'] } })
  show(`Open ${started.verificationUri} and enter ${started.userCode}`)
  for (;;) {
    const session = await parley.login.finishDevice({ attempt: started.attempt })
    if (session) return session
    await sleep(started.intervalMs)
  }
}
