// Opens one entry for one of its parties, with the proof that it is in the published log.
import type { LoggedEntry, OpenedEntry } from '@parley/protocol/api/evidence.ts'
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql, Tx } from '../base/sql.ts'
import { latestCheckpoint } from '../log/latest-checkpoint.ts'
import { TreeReader } from '../log/tree-reader.ts'
import { opensOwner } from './evidence-plan.ts'
import { thumbprintOf } from './find-more.ts'

type Row = {
  idx: number
  entry: Buffer
  kind: string
  person: string | null
  app: string | null
  shared: string
  saltS: Buffer
  owner: string | null
  saltO: Buffer | null
  proof: string | null
}

const columns = (tx: Tx) => tx`
  l.idx, l.entry, e.kind, e.person_id as person, e.app_id as app, e.shared, e.salt_s as "saltS", e.owner, e.salt_o as "saltO", e.proof`

const open = async (
  { idx, entry, shared, saltS, owner, saltO, proof }: Row,
  isOpen: boolean,
  tree: TreeReader,
  size: number
): Promise<Omit<OpenedEntry, 'checkpoint' | 'app'>> => ({
  index: idx,
  entry: toBase64(entry),
  path: (await tree.inclusion(idx, size)).map(toBase64),
  shared,
  saltS: toBase64(saltS),
  ...(isOpen && owner !== null && saltO !== null && { owner, saltO: toBase64(saltO), ...(proof !== null && { proof }) })
})

// What the log says of the app: its registration, and the key that signed this request.
const aboutApp = async (tx: Tx, { app }: Row, proof: string | undefined, size: number): Promise<Row[]> => {
  if (app === null) return []
  const jkt = proof === undefined ? undefined : await thumbprintOf(proof.split('.')[0] ?? '')
  return tx<Row[]>`
    select ${columns(tx)} from log.entry e join log.leaf l on l.entry_id = e.id
    where l.idx < ${size} and ((e.person_id is null and e.app_id = ${app} and e.kind = 'register')
      or e.event_id = (select k.event_id from access.app_key k where k.app_id = ${app} and k.jkt = ${jkt ?? null}))
    order by l.idx limit 100`
}

/**
 * event: the id of an item of Activity. The person who gave the permission gets both texts; another party, such as a friend whose
 * messages were read, the shared one. Throws entry_missing when the person is no party of it.
 */
export const proveEntry = (sql: Sql, person: string, event: string): Promise<LoggedEntry> =>
  sql.begin('isolation level repeatable read read only', async (tx) => {
    const [row] = await tx<(Row & { idx: number | null })[]>`
      select ${columns(tx)} from log.entry e left join log.leaf l on l.entry_id = e.id
      where e.event_id = ${event} and ${person}::uuid = any(e.parties) and e.shared is not null and e.salt_s is not null`
    if (!row) throw new Refusal('entry_missing')
    const published = await latestCheckpoint(tx)
    if (row.idx === null || !published || published.size <= row.idx) return { pending: true as const }
    const { size } = published
    const tree = new TreeReader(tx)
    const opened = await open(row, opensOwner({ reader: { person } }, row), tree, size)
    const about = await aboutApp(tx, row, opened.proof, size)
    return {
      ...opened,
      checkpoint: published.note,
      app: await Promise.all(about.map((one) => open(one, true, tree, size)))
    }
  })
