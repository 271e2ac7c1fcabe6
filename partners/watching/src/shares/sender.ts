// Sends what waits, one after the other: woken by a report, at the start, and every half minute when Parley was away.
import type { DatabaseSync } from 'node:sqlite'
import { isUnreachable, ParleyRefusal, type Session } from '@parley/sdk'
import { sendShare } from './send-share.ts'
import { waitingShares } from './share.ts'

const againMs = 30_000

export type Sender = { wake: () => void; close: () => Promise<void> }

/** sessionOf: the connection of a person. A share without a connection counts as refused, and waits for a tap. */
export const startSender = (
  db: DatabaseSync,
  sessionOf: (person: string) => Promise<Session | undefined>,
  onFault: (error: unknown) => void
): Sender => {
  const sendAll = async (): Promise<void> => {
    for (const share of waitingShares(db)) {
      const session = await sessionOf(share.person)
      if (!session?.permission) {
        db.prepare(`update share set state = 'refused' where id = ? and state = 'sending'`).run(share.id)
        continue
      }
      try {
        await sendShare(db, session, share.person, share)
      } catch (error) {
        if (!(error instanceof ParleyRefusal) && !isUnreachable(error)) throw error
      }
    }
  }
  let running = Promise.resolve()
  const wake = (): void => {
    running = running.then(sendAll).catch(onFault)
  }
  const timer = setInterval(wake, againMs)
  wake()
  return {
    wake,
    close: async () => {
      clearInterval(timer)
      await running
    }
  }
}
