// Checks that a checkpoint continues what was signed before, remembers it, and signs it (C2SP tlog-witness, "add-checkpoint").
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import { checkConsistency } from '@parley/protocol/log/check-consistency.ts'
import { emptyRoot } from '@parley/protocol/log/merkle-hash.ts'
import { formatNote, formatSignatureLine, type NoteSignature } from '@parley/protocol/log/note.ts'
import { type Signer, signNote } from '@parley/protocol/log/sign-note.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import type { Answer } from './answer.ts'
import { nowMs } from './clock.ts'
import type { Contradictions } from './contradictions.ts'
import { readSubmission, type Submission } from './read-submission.ts'
import type { SeenCheckpoints } from './seen-checkpoints.ts'
import type { WatchedLog } from './watched-log.ts'

export type WitnessParts = {
  logs: readonly WatchedLog[]
  signer: Signer
  seen: SeenCheckpoints
  contradictions: Contradictions
  say: (line: string) => void
}

/** One after the other for each log: what is checked against must still be the latest when the new one is kept. */
export class Witness {
  readonly #parts: WitnessParts
  readonly #turns = new Map<string, Promise<unknown>>()

  constructor(parts: WitnessParts) {
    this.#parts = parts
  }

  async addCheckpoint(body: Uint8Array): Promise<Answer> {
    const submission = readSubmission(body)
    if (!submission) return { status: 400, text: 'This is not an old size, a proof and a checkpoint.\n' }
    const log = this.#parts.logs.find(({ origin }) => origin === submission.checkpoint.origin)
    if (!log) return { status: 404, text: 'This witness does not follow that log.\n' }
    const { good, bad } = await verifyNote(submission.note, log.keys)
    if (good.length === 0 || bad.length > 0) return { status: 403, text: 'The log did not sign this checkpoint.\n' }
    const signed = submission.note.signatures.filter((line) =>
      good.some(({ key }) => key.name === line.name && sameBytes(key.id, line.id))
    )
    const before = this.#turns.get(log.origin) ?? Promise.resolve()
    const turn = before.then(() => this.#decide(log, submission, signed))
    // A turn that failed answers its own request; the next one is not to blame.
    this.#turns.set(
      log.origin,
      turn.catch(() => {})
    )
    return turn
  }

  /** Crash points: before keep() nothing was answered; after it the client asks again and is told the size. */
  async #decide(log: WatchedLog, submission: Submission, logLines: NoteSignature[]): Promise<Answer> {
    const { seen, signer, contradictions, say } = this.#parts
    const { old, proof, note, checkpoint } = submission
    const latest = seen.latest(log.origin)
    const known = latest?.size ?? 0
    const conflict: Answer = { status: 409, type: 'text/x.tlog.size', text: `${known}\n` }
    if (latest?.size === checkpoint.size && !sameBytes(latest.root, checkpoint.root)) {
      const given = formatNote({ text: note.text, signatures: logLines })
      const what = `It signed two roots for its first ${known} entries.`
      contradictions.report(log, { what, checkpoints: [latest.note, given] })
      return conflict
    }
    if (contradictions.fileOf(log))
      return { status: 403, text: 'This log has contradicted itself; this witness signs no more for it.\n' }
    if (old !== known) return conflict
    const older = { size: known, root: latest?.root ?? emptyRoot }
    const isEmptyRight = checkpoint.size > 0 || sameBytes(checkpoint.root, emptyRoot)
    if (!isEmptyRight || !checkConsistency(older, checkpoint, proof)) {
      say(`${log.origin}: a checkpoint of ${checkpoint.size} entries came without proof that it continues ${known}`)
      return { status: 422, text: `The proof does not lead from ${known} entries to this checkpoint.\n` }
    }
    const cosignature = await signNote(note.text, signer, Math.floor(nowMs() / 1000))
    seen.keep(log.origin, {
      size: checkpoint.size,
      root: checkpoint.root,
      note: formatNote({ text: note.text, signatures: [...logLines, cosignature] })
    })
    return { status: 200, text: formatSignatureLine(cosignature) }
  }
}
