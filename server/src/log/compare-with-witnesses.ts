// At start, before anything new is signed: asks every witness whether this is still the log that it has seen.
import type { App } from '../base/http.ts'
import type { Sql } from '../base/sql.ts'
import { WitnessAway } from './ask-witness.ts'
import { compareWithWitness } from './compare-with-witness.ts'
import type { LogKeeper } from './log-keeper.ts'
import type { WitnessSet } from './witness-set.ts'

/**
 * Throws LogContradiction. A witness that does not answer stops nobody: what it has seen is compared again with the first checkpoint that
 * it gets.
 */
export const compareWithWitnesses = async (
  parts: { sql: Sql; log: LogKeeper },
  { witnesses, needsNone }: WitnessSet,
  logger: App['log']
): Promise<void> => {
  const answered = await Promise.all(
    witnesses.map(async (witness) => {
      try {
        await compareWithWitness(parts, witness)
        return true
      } catch (error) {
        if (!(error instanceof WitnessAway)) throw error
        logger.warn(`The witness ${witness.name} at ${witness.url} does not answer: ${error.message}`)
        return false
      }
    })
  )
  if (!needsNone && !answered.includes(true))
    logger.warn(
      'No witness could be asked whether it has seen more of this log. Entries are taken in, and given out once enough witnesses have signed.'
    )
}
