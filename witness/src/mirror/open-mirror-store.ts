// What a mirror keeps of each log: its tiles, where each tag stands, and up to where all that was checked.
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { inTransaction, openStore } from '../open-store.ts'
import type { WatchedLog } from '../watched-log.ts'

/** size: checked against the log's signature on `note`. taken: entries that are kept, some perhaps not checked yet. */
export type Progress = { size: number; taken: number; note: string | null }

// tag: an entry beyond progress.size is not checked yet and counts for nothing. duplicate: a tag that came a second time.
const schema = `
  create table if not exists progress (
    log integer primary key, origin text not null unique,
    size integer not null default 0, taken integer not null default 0, note text
  ) strict;
  create table if not exists tile (
    log integer not null, level integer not null, n integer not null, hashes blob not null, primary key (log, level, n)
  ) strict, without rowid;
  create table if not exists tag (
    log integer not null, tag blob not null, idx integer not null, primary key (log, tag, idx)
  ) strict, without rowid;
  create table if not exists duplicate (
    log integer not null, tag blob not null, first integer not null, second integer not null, primary key (log, tag, first, second)
  ) strict, without rowid`

/** Pages that stay in memory, in KiB. */
const cacheKib = 32 * 1024

/** One database for all logs of the mirror. */
export const openMirrorStore = (data: string): DatabaseSync => {
  const store = openStore(join(data, 'mirror.db'), schema)
  store.exec(`pragma cache_size = -${cacheKib}`)
  return store
}

export type Duplicate = { tag: Uint8Array; first: number; second: number }

/** What is kept of one log. */
export class MirroredLog {
  readonly #store: DatabaseSync
  readonly #id: number
  readonly #statements: ReturnType<typeof prepare>

  constructor(store: DatabaseSync, { origin }: WatchedLog) {
    this.#store = store
    store.prepare('insert into progress (origin) values (?) on conflict do nothing').run(origin)
    this.#id = (store.prepare('select log from progress where origin = ?').get(origin) as { log: number }).log
    this.#statements = prepare(store)
  }

  progress(): Progress {
    return this.#statements.progress.get(this.#id) as Progress
  }

  tile(level: number, n: number): Uint8Array | undefined {
    return (this.#statements.tile.get(this.#id, level, n) as { hashes: Uint8Array } | undefined)?.hashes
  }

  /** Rising; only those below size. */
  indexesOf(tag: Uint8Array, size: number): number[] {
    return (this.#statements.indexes.all(this.#id, tag, size) as { idx: number }[]).map(({ idx }) => idx)
  }

  /** One within the first `size` entries. */
  duplicate(size: number): Duplicate | undefined {
    return this.#statements.duplicate.get(this.#id, size) as Duplicate | undefined
  }

  /** Keeps entries that follow on the ones taken before, all or none. */
  take(
    taken: number,
    tiles: { level: number; n: number; hashes: Uint8Array }[],
    tags: Map<number, Uint8Array[]>
  ): void {
    const { putTile, firstOf, putTag, putDuplicate, setTaken } = this.#statements
    inTransaction(this.#store, () => {
      for (const { level, n, hashes } of tiles) putTile.run(this.#id, level, n, hashes)
      for (const [idx, ofEntry] of tags)
        for (const tag of ofEntry) {
          const before = firstOf.get(this.#id, tag) as { idx: number } | undefined
          if (before) putDuplicate.run(this.#id, tag, before.idx, idx)
          putTag.run(this.#id, tag, idx)
        }
      setTaken.run(taken, this.#id)
    })
  }

  /** What was taken belongs to a checkpoint that the log has signed. */
  accept(size: number, note: string): void {
    this.#statements.accept.run(size, note, this.#id)
  }

  /** Forgets entries that no checkpoint was found for. Hashes beyond the size stay in tiles and are written over. */
  dropUnchecked(): void {
    const { size } = this.progress()
    inTransaction(this.#store, () => {
      this.#statements.dropTags.run(this.#id, size)
      this.#statements.dropDuplicates.run(this.#id, size)
      this.#statements.setTaken.run(size, this.#id)
    })
  }
}

const prepare = (store: DatabaseSync) => ({
  progress: store.prepare('select size, taken, note from progress where log = ?'),
  tile: store.prepare('select hashes from tile where log = ? and level = ? and n = ?'),
  indexes: store.prepare('select idx from tag where log = ? and tag = ? and idx < ? order by idx'),
  duplicate: store.prepare(
    'select tag, first, second from duplicate where log = ? and second < ? order by second limit 1'
  ),
  putTile: store.prepare(
    'insert into tile values (?, ?, ?, ?) on conflict (log, level, n) do update set hashes = excluded.hashes'
  ),
  firstOf: store.prepare('select idx from tag where log = ? and tag = ? order by idx limit 1'),
  putTag: store.prepare('insert into tag values (?, ?, ?) on conflict do nothing'),
  putDuplicate: store.prepare('insert into duplicate values (?, ?, ?, ?) on conflict do nothing'),
  setTaken: store.prepare('update progress set taken = ? where log = ?'),
  accept: store.prepare('update progress set size = ?, note = ? where log = ?'),
  dropTags: store.prepare('delete from tag where log = ? and idx >= ?'),
  dropDuplicates: store.prepare('delete from duplicate where log = ? and second >= ?')
})
