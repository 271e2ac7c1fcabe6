// The barrier of every change that takes something away: waits until what was open when it was called has ended.
import type { Sql } from './sql.ts'

const answerMsMax = 3000

export class Barrier {
  readonly #sql: Sql
  readonly #open = new Map<symbol, () => void>()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /**
   * Announces an answer that may disclose something; returns the function to call when its last byte has left. `cut` ends it by force:
   * a receiver that does not read may not hold a revoke up.
   */
  enter(cut: () => void): () => void {
    const ticket = Symbol()
    this.#open.set(ticket, cut)
    return () => void this.#open.delete(ticket)
  }

  /**
   * Call after the change has committed, outside a transaction. Two things are waited for: the database transactions of accesses, on
   * all nodes (base.drain), and then the answers of this node, whose rows may have left the database and not yet this process.
   */
  async drain(): Promise<void> {
    await this.#sql`select base.drain()`
    const before = [...this.#open.keys()]
    const deadline = performance.now() + answerMsMax
    while (before.some((ticket) => this.#open.has(ticket))) {
      if (performance.now() > deadline) {
        for (const ticket of before) this.#open.get(ticket)?.()
        return
      }
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
}
