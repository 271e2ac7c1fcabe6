// Lets the sequencer work at a steady pace until the application closes.
import type { App } from '../base/http.ts'
import type { Sql } from '../base/sql.ts'
import type { LogKeeper } from './log-keeper.ts'
import { batchMax, sequenceBatch, type SequencerOptions } from './sequence-batch.ts'

const everyMs = 200
// A database that is away is tried again at this pace, and said at most this often.
const afterFailureMs = 1000

export type Sequencer = {
  /** Ends the work for good, after the batch that is under way: this log must not grow any more. */
  stop: () => void
  /** The log has been stopped for good, or the application is closing. */
  isStopped: () => boolean
}

/** A failing batch is undone whole, logged, and tried again. Every node runs one; they take turns by the lock of log.state. */
export const runSequencer = (
  app: App,
  { sql, log }: { sql: Sql; log: LogKeeper },
  options: SequencerOptions
): Sequencer => {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  const round = async (): Promise<void> => {
    let waitMs = everyMs
    try {
      const taken = await sequenceBatch(sql, log, options)
      if (taken !== undefined && taken >= (options.max ?? batchMax)) waitMs = 0
    } catch (error) {
      app.log.error({ err: error }, 'the sequencer failed; entries wait')
      waitMs = afterFailureMs
    }
    if (!isStopped) timer = setTimeout(start, waitMs)
  }
  const start = (): void => {
    running = round()
  }
  const stop = (): void => {
    isStopped = true
    clearTimeout(timer)
  }
  start()
  app.addHook('onClose', async () => {
    stop()
    await running
  })
  return { stop, isStopped: () => isStopped }
}
