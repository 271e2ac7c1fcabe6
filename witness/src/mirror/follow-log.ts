// Follows one log: takes what it has grown by, checks it against the signed root, looks again at what it had, and reports contradictions.
import { setTimeout as wait } from 'node:timers/promises'
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import { type Checkpoint, parseCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { tileWidth } from '@parley/protocol/log/tile-path.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import type { WitnessParts } from '../add-checkpoint.ts'
import { nowMs } from '../clock.ts'
import { numberBelow } from '../random.ts'
import type { WatchedLog } from '../watched-log.ts'
import { duplicateProof } from './duplicate-proof.ts'
import { lookAgain } from './look-again.ts'
import type { MirroredLog } from './open-mirror-store.ts'
import { LogAway, readCheckpoint } from './read-log.ts'
import { EntryChanged, takeEntries } from './take-entries.ts'
import { rootAt } from './tree.ts'

type Signed = Checkpoint & { note: string }

/** What one look finds wrong may be a reply that was garbled on the way; wrong again and again, it is the log. */
const looksBeforeReport = 3
/** A checkpoint that is older than the last one may come from a cache for so long. */
const olderMsMax = 600_000
const retryMs = 500
const sayTroubleAfterMs = 15_000
/** Every look costs the log a few requests more when it is this one. */
const looksAgainEvery = 10

export class LogFollower {
  readonly log: WatchedLog
  readonly kept: MirroredLog
  readonly #parts: WitnessParts
  #looking: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #isStopped = false
  #trouble: { sinceMs: number; isSaid: boolean } | undefined
  #olderSinceMs: number | undefined
  #looks = 0

  constructor(log: WatchedLog, kept: MirroredLog, parts: WitnessParts) {
    this.log = log
    this.kept = kept
    this.#parts = parts
  }

  /** Looks at once, and then everyMs after each look. */
  start(everyMs: number): void {
    void this.look().then(() => {
      if (!this.#isStopped) this.#timer = setTimeout(() => this.start(everyMs), everyMs)
    })
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await this.#looking
  }

  /** One look at a time; who asks while one is under way waits for its end. Never throws. */
  look(): Promise<void> {
    return (this.#looking ??= this.#lookSafely().finally(() => {
      this.#looking = undefined
    }))
  }

  async #lookSafely(): Promise<void> {
    if (this.#isStopped || this.#parts.contradictions.fileOf(this.log)) return
    try {
      await this.#lookOnce()
      if (this.#trouble?.isSaid === true) this.#parts.say(`${this.log.origin}: the mirror goes on`)
      this.#trouble = undefined
    } catch (error) {
      this.#noteTrouble(error)
    }
  }

  /** A log that is being started again is no trouble. */
  #noteTrouble(error: unknown): void {
    this.#trouble ??= { sinceMs: nowMs(), isSaid: false }
    if (this.#trouble.isSaid || (error instanceof LogAway && nowMs() - this.#trouble.sinceMs < sayTroubleAfterMs))
      return
    const text = error instanceof LogAway ? error.message : error instanceof Error ? (error.stack ?? '') : String(error)
    this.#parts.say(`${this.log.origin}: ${text}; the mirror tries again`)
    this.#trouble.isSaid = true
  }

  async #lookOnce(): Promise<void> {
    const published = await this.#readSigned()
    if (!published) return
    const { size } = this.kept.progress()
    if (published.size > size) await this.#grow(published)
    else if (!sameBytes(await rootAt(this.kept, published.size), published.root))
      this.#report(`It signed another root for its first ${published.size} entries than those entries have.`, published)
    else this.#noteOlder(published, size)
    await this.#compareSigned()
    const isStopped = this.#parts.contradictions.fileOf(this.log) !== undefined
    if (this.#looks++ % looksAgainEvery === 0 && !isStopped) await this.#lookAgain()
  }

  async #readSigned(): Promise<Signed | undefined> {
    const text = await readCheckpoint(this.log.url ?? '')
    if (text === undefined) {
      if (this.kept.progress().size > 0) throw new LogAway('the log has no checkpoint any more')
      return undefined
    }
    const note = parseNote(text)
    const checkpoint = note && parseCheckpoint(note.text)
    if (!note || checkpoint?.origin !== this.log.origin) throw new LogAway('its checkpoint cannot be read')
    const { good, bad } = await verifyNote(note, this.log.keys)
    if (good.length === 0 || bad.length > 0) throw new LogAway('its checkpoint is not signed by its key')
    return { ...checkpoint, note: text }
  }

  /** Entries that were taken before a stop may be of another tree, so a wrong root is believed only when all were taken afresh. */
  async #grow(published: Signed): Promise<void> {
    for (let looks = 1; ; looks++) {
      const problem = await this.#takeAndCompare(published)
      if (problem === undefined) {
        this.kept.accept(published.size, published.note)
        return this.#reportDuplicate(published)
      }
      this.kept.dropUnchecked()
      if (looks > looksBeforeReport) return this.#report(problem, published)
      await wait(retryMs)
    }
  }

  async #takeAndCompare({ size, root }: Signed): Promise<string | undefined> {
    try {
      await takeEntries(this.kept, this.log.url ?? '', size)
    } catch (error) {
      if (!(error instanceof EntryChanged)) throw error
      return `${error.message}.`
    }
    // More was taken for a checkpoint that was larger; then this one's root is that of a part.
    return sameBytes(await rootAt(this.kept, size), root)
      ? undefined
      : `Its entries do not give the root that it signed for ${size} entries, following on the ones before.`
  }

  async #reportDuplicate(published: Signed): Promise<void> {
    const duplicate = this.kept.duplicate(published.size)
    if (!duplicate) return
    const { first, second } = duplicate
    const proof = await duplicateProof(this.kept, this.log.url ?? '', published.size, duplicate)
    this.#report(`One tag stands at ${first} and at ${second}.`, published, proof)
  }

  #noteOlder(published: Signed, size: number): void {
    if (published.size === size) this.#olderSinceMs = undefined
    else {
      this.#olderSinceMs ??= nowMs()
      if (nowMs() - this.#olderSinceMs > olderMsMax)
        this.#report(`It had ${size} entries and says now that it has ${published.size}.`, published)
    }
  }

  /** What this witness signed by proofs must be what the entries give. */
  async #compareSigned(): Promise<void> {
    const signed = this.#parts.seen.latest(this.log.origin)
    const { size, note } = this.kept.progress()
    if (!signed || signed.size > size || note === null) return
    if (!sameBytes(await rootAt(this.kept, signed.size), signed.root))
      this.#parts.contradictions.report(this.log, {
        what: `It signed another root for its first ${signed.size} entries than it shows at its address.`,
        checkpoints: [signed.note, note]
      })
  }

  async #lookAgain(): Promise<void> {
    const { size, note } = this.kept.progress()
    if (note === null || size === 0) return
    // By chance, so that nobody knows beforehand which part goes unseen.
    const index = numberBelow(Math.ceil(size / tileWidth))
    for (let looks = 1; ; looks++) {
      const found = await lookAgain(this.kept, this.log.url ?? '', size, index)
      if (!found) return
      if (looks >= looksBeforeReport) {
        this.#parts.contradictions.report(this.log, { what: found.what, checkpoints: [note], details: found.details })
        return
      }
      await wait(retryMs)
    }
  }

  #report(what: string, published: Signed, details: Record<string, unknown> = {}): void {
    const { note } = this.kept.progress()
    const before = note === null || note === published.note ? [] : [note]
    this.#parts.contradictions.report(this.log, { what, checkpoints: [...before, published.note], details })
  }
}
