// Keeps bringing new checkpoints to the witnesses until the application closes.
import type { App } from '../base/http.ts'
import type { Sql } from '../base/sql.ts'
import { WitnessAway } from './ask-witness.ts'
import { LogContradiction } from './compare-with-witness.ts'
import type { LogKeeper } from './log-keeper.ts'
import { CheckpointPusher } from './push-checkpoint.ts'
import { noteQuorum } from './store-cosignature.ts'
import type { Witness, WitnessSet } from './witness-set.ts'

const everyMs = 1000
const afterFailureMsMax = 60_000

type Parts = { sql: Sql; log: LogKeeper }
type Options = {
  /** Called once: a witness has seen another log under this name, and this one must not grow any more. */
  onContradiction: (why: LogContradiction) => void
}

/** One loop for each witness, so that one that is away delays no other. Every node runs them. */
export const runWitnesses = (app: App, parts: Parts, set: WitnessSet, { onContradiction }: Options): void => {
  const loops: PushLoop[] = []
  let isContradicted = false
  const onEnd = (why: LogContradiction): void => {
    for (const loop of loops) void loop.stop()
    if (!isContradicted) onContradiction(why)
    isContradicted = true
  }
  for (const witness of set.witnesses)
    loops.push(new PushLoop(new CheckpointPusher(parts, set, witness), witness, app.log, onEnd))
  // The policy may ask for less than it did when the last checkpoint was signed.
  app.addHook('onReady', async () => {
    const [newest] = await parts.sql<{ size: number }[]>`select size from log.checkpoint order by size desc limit 1`
    if (newest) await noteQuorum(parts.sql, set, newest.size)
    for (const loop of loops) loop.start()
  })
  app.addHook('onClose', async () => {
    await Promise.all(loops.map((loop) => loop.stop()))
  })
}

class PushLoop {
  readonly #pusher: CheckpointPusher
  readonly #witness: Witness
  readonly #logger: App['log']
  readonly #onEnd: (why: LogContradiction) => void
  #isStopped = false
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #failures = 0
  #said = ''

  constructor(pusher: CheckpointPusher, witness: Witness, logger: App['log'], onEnd: (why: LogContradiction) => void) {
    this.#pusher = pusher
    this.#witness = witness
    this.#logger = logger
    this.#onEnd = onEnd
  }

  start(): void {
    if (!this.#isStopped) this.#running = this.#round()
  }

  /** Ends after the push that is under way. */
  stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    return this.#running ?? Promise.resolve()
  }

  async #round(): Promise<void> {
    try {
      await this.#pusher.push()
      if (this.#said !== '') this.#logger.info(`The witness ${this.#witness.name} signs again`)
      this.#failures = 0
      this.#said = ''
    } catch (error) {
      if (error instanceof LogContradiction) return this.#onEnd(error)
      this.#fail(error)
    }
    const waitMs = Math.min(everyMs * 2 ** this.#failures, afterFailureMsMax)
    if (!this.#isStopped) this.#timer = setTimeout(() => this.start(), waitMs)
  }

  #fail(error: unknown): void {
    this.#failures++
    const { name, url } = this.#witness
    const said = error instanceof Error ? error.message : String(error)
    if (said === this.#said) return
    this.#said = said
    if (error instanceof WitnessAway)
      this.#logger.warn(`The witness ${name} at ${url} does not sign: ${said}. It is tried again.`)
    else this.#logger.error({ err: error }, `bringing a checkpoint to the witness ${name} failed`)
  }
}
