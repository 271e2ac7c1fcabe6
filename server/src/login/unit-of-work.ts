// One PostgreSQL transaction per token request: what the provider reads and writes on its way goes through it unseen.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Sql, Tx } from '../base/sql.ts'

export type UnitOfWork = {
  tx: Tx
  /** The refresh token that this request rotates; its successor is derived from it. */
  rotating?: string
  /** That token was rotated before and nothing of the answer was used, so the same successor is given again. */
  again?: boolean
  /** Whose OAuth grant was read. */
  person?: { id: string; name: string }
}

const storage = new AsyncLocalStorage<UnitOfWork>()

export const unitOfWork = (): UnitOfWork | undefined => storage.getStore()

/** The transaction of the request in hand, else the pool. */
export const dbOf = (sql: Sql): Sql | Tx => storage.getStore()?.tx ?? sql

class Undo extends Error {}

/**
 * Runs a request in one transaction. It commits unless `run` throws or answers false, so that a crash leaves either all of an answer
 * or nothing of it (kill -9 before the commit: the caller may simply ask again).
 */
export const inOneTransaction = async (sql: Sql, run: () => Promise<boolean>): Promise<void> => {
  try {
    await sql.begin((tx) =>
      storage.run({ tx }, async () => {
        if (!(await run())) throw new Undo()
      })
    )
  } catch (error) {
    if (!(error instanceof Undo)) throw error
  }
}
