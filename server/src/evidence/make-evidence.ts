// Makes a file of evidence as of one moment.
import type { Sql, Tx } from '../base/sql.ts'
import type { EvidencePlan } from './evidence-plan.ts'
import { spool, type Spooled } from './spool.ts'
import { type EvidenceParts, writeEvidence } from './write-evidence.ts'

// Each takes a connection and much of a processor for as long as it is being made.
const atOnce = 2
let free = atOnce
const waiting: (() => void)[] = []

const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (free > 0) free--
  else await new Promise<void>((resolve) => void waiting.push(resolve))
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else free++
  }
}

/** plan: says what goes in, in the transaction that reads it. What is written at the same time is in or out, never half in. */
export const makeEvidence = (
  { sql, ...parts }: EvidenceParts & { sql: Sql },
  plan: (tx: Tx) => Promise<EvidencePlan>
): Promise<Spooled> =>
  inTurn(() =>
    sql.begin('isolation level repeatable read read only', async (tx) =>
      spool(writeEvidence(tx, await plan(tx), parts))
    )
  )
