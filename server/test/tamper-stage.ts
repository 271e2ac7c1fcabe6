// The database of a real platform, half of its history in the signed log and half waiting, and the hands that bend it.
import assert from 'node:assert/strict'
import type { BundleObject } from '@parley/verifier/simulate/simulated-bundle.ts'
import { checkBundle } from '@parley/verifier/evidence/check-bundle.ts'
import type { BundleTrust, TagIndex } from '@parley/verifier/evidence/context.ts'
import { findRepeatedTags } from '@parley/verifier/evidence/find-repeated-tags.ts'
import { collect } from '@parley/verifier/evidence/report.ts'
import { checkLog, type TreeHead } from '@parley/verifier/log/check-log.ts'
import { parseCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import type { Finding } from '@parley/protocol/log/finding.ts'
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { merkleRoot } from '@parley/protocol/log/merkle-root.ts'
import { formatSignatureLine, parseNote } from '@parley/protocol/log/note.ts'
import { signNote, type Signer } from '@parley/protocol/log/sign-note.ts'
import { parseTilePath } from '@parley/protocol/log/tile-path.ts'
import type { TestActor } from '@parley/world/test-actor.ts'
import { makeProof, type ProofKey } from '@parley/world/test-proof.ts'
import { Bus } from '../src/base/bus.ts'
import { readMessages } from '../src/access/read-messages.ts'
import type { Credentials } from '../src/access/read-credentials.ts'
import { nowMs } from '../src/base/clock.ts'
import { sha256 } from '../src/base/hash.ts'
import { newId } from '../src/base/random.ts'
import type { Sql } from '../src/base/sql.ts'
import { makeEvidence } from '../src/evidence/make-evidence.ts'
import { planApp } from '../src/evidence/plan-app.ts'
import { planPerson } from '../src/evidence/plan-person.ts'
import { latestCheckpoint } from '../src/log/latest-checkpoint.ts'
import type { LogKeeper } from '../src/log/log-keeper.ts'
import { readTile } from '../src/log/read-tile.ts'
import { sequenceBatch } from '../src/log/sequence-batch.ts'
import { type EvidenceHistory, messagesOf } from './evidence-history.ts'

/** What the witness saw last, which it holds the log to. */
export type Witness = { signer: Signer; seen: TreeHead; lids: Map<string, string> }

export type Whose = 'ana' | 'ben' | 'cara' | 'tunes' | 'films'

export type StoredEntry = {
  id: number
  event: string
  kind: string
  person: string | null
  app: string | null
  grant: string | null
  conversation: string | null
  parties: string[]
  shared: string
  owner: string
  proof: string | null
}

// oxlint-disable-next-line typescript/no-explicit-any
type Texts = { shared: any; owner: any }
export type Change = (texts: Texts) => void
type Added = Partial<Pick<StoredEntry, 'proof' | 'parties' | 'grant' | 'kind' | 'person' | 'app'>>

export class TamperStage {
  readonly sql: Sql
  readonly log: LogKeeper
  readonly all: EvidenceHistory
  readonly witness: Witness
  /** Whose word is judged besides the platform's. */
  receipts: string[] = []

  constructor(sql: Sql, log: LogKeeper, all: EvidenceHistory, witness: Witness) {
    this.sql = sql
    this.log = log
    this.all = all
    this.witness = { ...witness }
  }

  /** The last entry of a kind, perhaps under a permission, perhaps in a conversation. */
  async find(kind: string, grant?: string, conversation?: string): Promise<StoredEntry> {
    const [row] = await this.sql<StoredEntry[]>`
      select e.id, e.event_id as event, e.kind, e.person_id as person, e.app_id as app, e.grant_id as grant, e.conversation_id as conversation,
        e.parties, e.shared, e.owner, e.proof
      from log.entry e where e.kind = ${kind} and (${grant ?? null}::uuid is null or e.grant_id = ${grant ?? null})
        and (${conversation ?? null}::uuid is null or e.conversation_id = ${conversation ?? null})
      order by e.id desc limit 1`
    return row ?? assert.fail(`no ${kind}`)
  }

  /** Changes the texts of an entry; commits: with commitments that fit them. */
  async edit(entry: StoredEntry, change: Change, { commits = true } = {}): Promise<void> {
    const { shared, owner } = changed(entry, change)
    await this.sql`update log.entry set shared = ${shared}, owner = ${owner} where id = ${entry.id}`
    if (commits) await this.#commit(entry.id)
  }

  async #commit(id: number): Promise<void> {
    await this.sql`
      update log.entry set cs = sha256(convert_to(E'parley/s/v1\n', 'UTF8') || salt_s || convert_to(shared, 'UTF8')),
        co = sha256(convert_to(E'parley/o/v1\n', 'UTF8') || salt_o || convert_to(owner, 'UTF8')) where id = ${id}`
  }

  /** Invents an entry like one that is there, with an id of its own and the time of now. */
  async add(like: StoredEntry, change: Change = () => {}, more: Added = {}): Promise<string> {
    const entry = { ...like, ...more }
    const id = newId()
    const { shared, owner } = changed(entry, (texts) => {
      Object.assign(texts.shared, { id, at: new Date(nowMs()).toISOString() })
      change(texts)
    })
    const at = (JSON.parse(shared) as { at: string }).at
    const parties = entry.parties.filter((party) => party !== entry.grant)
    await this.sql`
      select log.record(${id}, ${entry.kind}, ${entry.person}, ${entry.app}, ${entry.grant}, ${entry.conversation}, ${at}, ${parties}::uuid[],
        ${shared}, ${owner}, ${entry.proof})`
    return id
  }

  /** The hash of a proof as entries state it, and the proof. */
  proofOf(key: ProofKey, method: string, path: string, token = 'token'): { req: string; proof: string } {
    const proof = makeProof(key, { method, url: `${this.all.parley.url}${path}`, token })
    return { req: sha256(proof).toString('hex'), proof }
  }

  credentials(actor: TestActor, method: string, path: string): Credentials {
    const { proof } = this.proofOf(actor.key, method, path, actor.token)
    return { token: sha256(actor.token), jkt: actor.key.jkt, proof: sha256(newId()), sent: proof }
  }

  /** A read through the gate as it stands, by whatever the database says. */
  async read(actor: TestActor, conversation: string): Promise<void> {
    const who = this.credentials(actor, 'GET', messagesOf(conversation))
    const page = await readMessages(
      { partnerSql: this.sql, bus: new Bus() },
      who,
      { conversation, limit: 50 },
      () => (id) => id
    )
    assert.ok(page.items.length > 0)
  }

  /** Takes all that waits into the log; the witness signs what only grew. */
  async sequence(afterMs = 0): Promise<void> {
    while ((await sequenceBatch(this.sql, this.log, { needsNoWitness: false })) !== 0);
    await this.cosign(afterMs)
  }

  async leafHashes(): Promise<Uint8Array[]> {
    const rows = await this.sql<{ entry: Buffer }[]>`select entry from log.leaf order by idx`
    return rows.map(({ entry }) => hashLeaf(entry))
  }

  /** As a witness does (C2SP tlog-witness): only for a tree that continues what it has seen. */
  async cosign(afterMs = 0): Promise<void> {
    const { signer, seen } = this.witness
    const [row] = await this.sql<{ size: number; note: string }[]>`
      select size, note from log.checkpoint order by size desc limit 1`
    const { text } = parseNote(row!.note)!
    const { size, root } = parseCheckpoint(text)!
    const hashes = await this.leafHashes()
    const continues =
      size >= seen.size &&
      Buffer.compare(merkleRoot(hashes, 0, seen.size), seen.root) === 0 &&
      Buffer.compare(merkleRoot(hashes, 0, size), root) === 0
    if (!continues) return
    const seconds = Math.floor((nowMs() + afterMs) / 1000)
    const line = formatSignatureLine(await signNote(text, signer, seconds))
    await this.sql`insert into log.cosignature (size, witness, line, at) values (${size}, 'w1', ${line}, clock_timestamp())`
    await this.publish(size)
    this.witness.seen = { size, root }
  }

  async publish(size: number): Promise<void> {
    await this.sql`update log.checkpoint set cosigned_at = clock_timestamp() where size = ${size}`
  }

  async evidence(whose: Whose): Promise<BundleObject> {
    const { all, sql, log } = this
    const { stream } = await makeEvidence({ sql, log, mirrors: [] }, (tx) =>
      whose === 'tunes' || whose === 'films' ? planApp(tx, all[whose].id, {}) : planPerson(tx, all[whose].id, {})
    )
    return JSON.parse(Buffer.concat((await stream.toArray()) as Buffer[]).toString()) as BundleObject
  }

  trust(whose: Whose): BundleTrust {
    const { signer, lids } = this.witness
    return {
      policy: {
        logs: [{ key: this.log.signer.key }],
        witnesses: new Map([['w1', { key: signer.key }]]),
        groups: new Map(),
        quorum: 'w1'
      },
      nowMs: nowMs() + 3_600_000,
      receiptKeys: [],
      mirrors: [],
      receipts: this.receipts,
      lid: lids.get(this.all[whose].id)!
    }
  }

  /** What parley-verify bundle says of a file, with --log and the public log. */
  async judge(text: string, trust: BundleTrust): Promise<Finding[]> {
    const { findings, find } = collect()
    const published = await latestCheckpoint(this.sql)
    const allTags = published && (await this.#checkLog(published.note, [], find))
    const report = await checkBundle(text, { ...trust, ...(allTags && { allTags }) })
    return [...findings, ...report.findings]
  }

  /** What parley-verify log says, with --from and what the witness has seen. */
  async judgeLog(): Promise<Finding[]> {
    const { findings, find } = collect()
    const published = await latestCheckpoint(this.sql)
    const tags = await this.#checkLog(published!.note, [this.witness.seen], find)
    if (tags) findRepeatedTags(tags, find)
    return findings
  }

  #checkLog(note: string, earlier: TreeHead[], find: Parameters<typeof checkLog>[2]): Promise<TagIndex | undefined> {
    const source = async (path: string) => {
      const tile = parseTilePath(path)
      return tile && readTile(this.sql, tile)
    }
    return checkLog(source, { current: parseCheckpoint(parseNote(note)!.text)!, earlier, isForeign: false }, find)
  }
}

const changed = ({ shared, owner }: StoredEntry, change: Change): { shared: string; owner: string } => {
  const texts = { shared: JSON.parse(shared), owner: JSON.parse(owner) }
  change(texts)
  return { shared: JSON.stringify(texts.shared), owner: JSON.stringify(texts.owner) }
}
