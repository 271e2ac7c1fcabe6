// Compares this log with what a witness has signed: a restored backup or a second log of the same name shows here.
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import { parseCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import type { Sql } from '../base/sql.ts'
import { seenByWitness, WitnessAway } from './ask-witness.ts'
import type { LogKeeper } from './log-keeper.ts'
import { TreeReader } from './tree-reader.ts'
import type { Witness } from './witness-set.ts'

/** This log is not the one that a witness has seen under its name: it must not grow any more. The message is for the operator. */
export class LogContradiction extends Error {}

/**
 * Throws LogContradiction, or WitnessAway when it gives no answer that can be used. What it says counts only with the log's own signature,
 * so that no witness can stop a log by a lie.
 */
export const compareWithWitness = async (
  { sql, log }: { sql: Sql; log: LogKeeper },
  witness: Witness
): Promise<void> => {
  const text = await seenByWitness(witness, log.origin)
  if (text === undefined) return
  const note = parseNote(text)
  const seen = note && parseCheckpoint(note.text)
  const isOurs = note && (await verifyNote(note, [log.signer.key])).good.length === 1
  if (seen?.origin !== log.origin || !isOurs)
    throw new WitnessAway(`it shows a checkpoint that this log has not signed`)
  // After the witness was asked: a node that is ahead has stored what it sent before it sent it.
  const [state] = await sql<{ size: number }[]>`select size from log.state`
  const size = state?.size ?? 0
  if (seen.size > size)
    throw new LogContradiction(
      `The witness ${witness.name} has seen ${seen.size} entries of this log, and the database has ${size}. It is older than what was published, perhaps a backup: restore a newer one. Going on from here would be a second log under the same name.`
    )
  if (!sameBytes(await new TreeReader(sql).root(seen.size), seen.root))
    throw new LogContradiction(
      `The witness ${witness.name} has seen other entries among the first ${seen.size} of this log than the database has. This database is not the one that was published, or somebody has changed it.`
    )
}
