// Sends what waits, one after the other: when woken, at the start, and every half minute when Parley was away.
import { isUnreachable, ParleyRefusal, type Session } from '@parley/sdk'
import type { DatabaseSync } from 'node:sqlite'
import { sendShare } from './send-share.ts'
import { readShare, waitingShares } from './share.ts'

const againMs = 30_000

export type Sender = { wake: () => void; close: () => Promise<void> }

/** sessionOf: the connection of a person. A share whose person has no permission any more waits for a tap. */
export const startSender = (
  db: DatabaseSync,
  sessionOf: (person: string) => Promise<Session | undefined>,
  onFault: (error: unknown) => void
): Sender => {
  const ended = new AbortController()
  const { signal } = ended
  const sendAll = async (): Promise<void> => {
    for (const share of waitingShares(db)) {
      if (signal.aborted) return
      // The person may have taken it back while another one was on its way.
      if (!readShare(db, share.person, share.id)?.waits) continue
      const session = await sessionOf(share.person)
      if (!session?.permission) {
        db.prepare(
          `update share set state = iif(tried, 'sending', 'refused'), waits = 0 where id = ? and state = 'sending'`
        ).run(share.id)
        continue
      }
      try {
        await sendShare(db, session, share, { signal })
      } catch (error) {
        // A fault of one share is not the others'.
        if (!(error instanceof ParleyRefusal) && !isUnreachable(error) && !signal.aborted) onFault(error)
      }
    }
  }
  let running = Promise.resolve()
  let isNext = false
  const run = (): void => {
    // One that has not begun will see what this one would.
    if (isNext) return
    isNext = true
    const go = (): Promise<void> => {
      isNext = false
      return sendAll()
    }
    running = running.then(go).catch(onFault)
  }
  let timer: ReturnType<typeof setInterval> | undefined
  return {
    // Apps that share nothing never wake it, and have no table to look into.
    wake: () => {
      timer ??= setInterval(run, againMs)
      run()
    },
    close: async () => {
      clearInterval(timer)
      ended.abort()
      await running
    }
  }
}
