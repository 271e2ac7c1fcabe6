// The latest checkpoint of each log that this witness has signed: the memory that makes it a witness.
import { join } from 'node:path'
import { openStore } from './open-store.ts'

/** note: with the log's signature and ours. */
export type Seen = { size: number; root: Uint8Array; note: string }

export type SeenCheckpoints = {
  /** Undefined when none was ever signed. */
  latest: (origin: string) => Seen | undefined
  /** It is on the disk when this returns. */
  keep: (origin: string, seen: Seen) => void
  close: () => void
}

const schema = `
  create table if not exists seen (
    origin text primary key, size integer not null, root blob not null, note text not null
  ) strict`

export const openSeenCheckpoints = (data: string): SeenCheckpoints => {
  const store = openStore(join(data, 'witness.db'), schema)
  const find = store.prepare('select size, root, note from seen where origin = ?')
  const put = store.prepare(
    'insert into seen values (?, ?, ?, ?) on conflict (origin) do update set size = excluded.size, root = excluded.root, note = excluded.note'
  )
  return {
    latest: (origin) => find.get(origin) as Seen | undefined,
    keep: (origin, { size, root, note }) => void put.run(origin, size, root, note),
    close: () => store.close()
  }
}
