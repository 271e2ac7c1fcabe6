// Brings the latest checkpoint to one witness and keeps its signature.
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import { formatSignatureLine, parseNote } from '@parley/protocol/log/note.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import { nowMs } from '../base/clock.ts'
import type { Sql } from '../base/sql.ts'
import { submitToWitness, type WitnessAnswer, WitnessAway } from './ask-witness.ts'
import { checkMlDsa44 } from './check-ml-dsa-44.ts'
import { compareWithWitness } from './compare-with-witness.ts'
import type { LogKeeper } from './log-keeper.ts'
import { type Cosignature, storeCosignature } from './store-cosignature.ts'
import { TreeReader } from './tree-reader.ts'
import type { Witness, WitnessSet } from './witness-set.ts'

// A log without new entries is signed again after this, so that its end can be seen to be recent.
const freshMs = 600_000
// Another node may have brought a newer checkpoint between two requests.
const triesMax = 3

export class CheckpointPusher {
  readonly #parts: { sql: Sql; log: LogKeeper }
  readonly #set: WitnessSet
  readonly #witness: Witness
  /** The size that the witness has, as it said last; other nodes may have brought it more since. */
  #known: number | undefined

  constructor(parts: { sql: Sql; log: LogKeeper }, set: WitnessSet, witness: Witness) {
    this.#parts = parts
    this.#set = set
    this.#witness = witness
  }

  /**
   * Does nothing when the witness has signed the latest checkpoint already. Throws WitnessAway when it should be tried later, and
   * LogContradiction when this log must not go on. Several nodes may do this at once: each signature is kept once.
   */
  async push(): Promise<void> {
    const { sql } = this.#parts
    for (let tries = 1; ; tries++) {
      const [newest] = await sql<{ size: number; note: string }[]>`
        select size, note from log.checkpoint order by size desc limit 1`
      const [last] = await sql<{ size: number; at: Date }[]>`
        select size, at from log.cosignature where witness = ${this.#witness.id} order by size desc limit 1`
      if (!newest || (last && last.size > newest.size)) return
      if (last?.size === newest.size && nowMs() - last.at.getTime() < freshMs) return
      const old = this.#known ?? last?.size ?? 0
      if (old > newest.size) return
      const proof = old === 0 ? [] : await new TreeReader(sql).consistency(old, newest.size)
      const answer = await submitToWitness(this.#witness, { old, proof, note: newest.note })
      if (await this.#hasTaken(answer, old, newest)) return
      if (tries >= triesMax) throw new WitnessAway(`it names another size each time`)
    }
  }

  /** False: its size is known now, and it is worth asking again. */
  async #hasTaken(answer: WitnessAnswer, old: number, newest: { size: number; note: string }): Promise<boolean> {
    if (answer.is === 'signed') {
      const cosignature = await this.#read(answer.lines, newest)
      await storeCosignature(this.#parts.sql, this.#set, cosignature)
      this.#known = newest.size
      return true
    }
    if (answer.is === 'other size' && answer.size !== old && answer.size <= newest.size) {
      this.#known = answer.size
      return false
    }
    // It knows more or something else than this log, or will not sign. If so it can show it, with the log's own signature.
    await compareWithWitness(this.#parts, this.#witness)
    if (answer.is === 'other size') {
      this.#known = answer.size
      return false
    }
    throw new WitnessAway(
      answer.status === 404
        ? `it does not follow this log; give it ${this.#parts.log.vkey}`
        : `it refuses (${answer.status}): ${answer.text}`
    )
  }

  async #read(lines: string, { size, note }: { size: number; note: string }): Promise<Cosignature> {
    const { key, id } = this.#witness
    const cosigned = parseNote(note + lines)
    const signed = cosigned && (await verifyNote(cosigned, [key], checkMlDsa44)).good[0]
    const line = cosigned?.signatures.find((one) => one.name === key.name && sameBytes(one.id, key.id))
    if (signed?.timeSeconds === undefined || !line)
      throw new WitnessAway('it answers without a signature by the key that the policy names')
    return { size, witness: id, line: formatSignatureLine(line), at: new Date(signed.timeSeconds * 1000) }
  }
}
