// Writes a file of evidence, piece by piece (docs/spec/evidence.md, "Bundle").
import { parseCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { bundleFormat } from '@parley/protocol/log/evidence-bundle.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { now } from '../base/clock.ts'
import type { Tx } from '../base/sql.ts'
import type { LogKeeper } from '../log/log-keeper.ts'
import { TreeReader } from '../log/tree-reader.ts'
import { askMirrors } from './ask-mirrors.ts'
import type { EvidencePlan } from './evidence-plan.ts'
import { readEntries } from './read-entries.ts'
import { readPrior } from './read-prior.ts'
import { readSequences, sequenceText } from './read-sequences.ts'

export type EvidenceParts = { log: LogKeeper; mirrors: readonly { url: string }[] }

/** The transaction must be one of repeatable reads, and the one in which the plan was made: all is as of one moment. */
export async function* writeEvidence(tx: Tx, plan: EvidencePlan, parts: EvidenceParts): AsyncGenerator<string> {
  const { log, mirrors } = parts
  const { checkpoint } = plan
  const tree = new TreeReader(tx)
  const root = parseCheckpoint(parseNote(checkpoint.note)?.text ?? '')?.root
  if (!root) throw new Error(`The checkpoint of ${checkpoint.size} entries cannot be read`)
  const sequences = await readSequences(tx, plan)
  const answers = askMirrors(sequences, plan, { origin: log.origin, mirrors })
  const top = {
    format: bundleFormat,
    made: now().toISOString(),
    log: { origin: log.origin, vkey: log.vkey },
    checkpoint: checkpoint.note
  }
  yield `${JSON.stringify(top).slice(0, -1)},\n"prior":[${(await readPrior(tx, plan, tree)).join(',\n')}],\n`
  const signing = { size: checkpoint.size, root, log }
  const texts = await Promise.all(sequences.map((sequence) => sequenceText(sequence, plan, signing)))
  yield `"sequences":[${texts.join(',\n')}],\n"entries":[`
  let comma = '\n'
  for await (const page of readEntries(tx, plan, tree)) {
    yield comma + page.join(',\n')
    comma = ',\n'
  }
  yield `],\n"receipts":[],\n"tags":${JSON.stringify(await answers)}}\n`
}
