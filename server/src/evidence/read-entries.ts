// Reads the entries of evidence in pages, each as it stands in the bundle.
import { monthOf } from '@parley/protocol/log/party.ts'
import type { Tx } from '../base/sql.ts'
import type { TreeReader } from '../log/tree-reader.ts'
import { type EvidencePlan, membersOf, opensOwner } from './evidence-plan.ts'

const pageRows = 500

type Member = { idx: number; places: [sequence: number, i: number][] }
type Row = {
  idx: number
  entry: Buffer
  at: Date
  kind: string
  person: string | null
  app: string | null
  shared: string | null
  saltS: Buffer | null
  owner: string | null
  saltO: Buffer | null
  proof: string | null
  consent: string | null
  signed: string | null
  erased: number | null
}

const rowsOf = (tx: Tx, { checkpoint }: EvidencePlan, indexes: number[]) => tx<Row[]>`
  select l.idx, l.entry, l.at, e.kind, e.person_id as person, e.app_id as app, e.shared, e.salt_s as "saltS", e.owner, e.salt_o as "saltO",
    e.proof, c.text as consent, c.signature as signed,
    case when e.owner is null then (
      select min(x.idx) from log.entry r join log.leaf x on x.entry_id = r.id
      where r.person_id = e.person_id and r.kind = 'erase' and r.app_id = e.app_id and x.idx > l.idx and x.idx < ${checkpoint.size}) end as erased
  from log.leaf l join log.entry e on e.id = l.entry_id
  left join grants.consent c on c.grant_id = e.grant_id and e.kind = 'give'
  where l.idx = any(${indexes}::bigint[]) order by l.idx`

// The page that a person agreed to shows names and words of friends, which an app learns through the gate or not at all. That the person
// saw a text with this hash stands in the entry.
const openingOf = (plan: EvidencePlan, row: Row) => {
  const { shared, saltS, owner, saltO, proof, consent, signed, erased } = row
  const text = shared !== null && saltS !== null && { shared, saltS: saltS.toString('base64') }
  if (!opensOwner(plan, row)) return { ...text }
  if (owner === null || saltO === null) return { ...text, ...(erased !== null && { erased }) }
  return {
    ...text,
    owner,
    saltO: saltO.toString('base64'),
    ...(proof !== null && { proof }),
    ...(consent !== null && 'person' in plan.reader && { consent }),
    ...(signed !== null && { signed })
  }
}

const entryText = (plan: EvidencePlan, row: Row, { places }: Member, path: Uint8Array[]): string => {
  const month = monthOf(row.at.getTime())
  return JSON.stringify({
    index: row.idx,
    entry: row.entry.toString('base64'),
    path: path.map((hash) => Buffer.from(hash).toString('base64')),
    in: places.map(([sequence, i]) => [sequence, i, month]),
    ...openingOf(plan, row)
  })
}

/** Yields pages of entries, rising by index. A cursor of the database keeps the list, so that a long one is never here as a whole. */
export async function* readEntries(tx: Tx, plan: EvidencePlan, tree: TreeReader): AsyncGenerator<string[]> {
  await tx`declare evidence_member no scroll cursor for with ${membersOf(tx, plan)} select idx, places from member order by idx`
  for (;;) {
    const members = await tx.unsafe<Member[]>(`fetch ${pageRows} from evidence_member`)
    if (members.length === 0) break
    const rows = await rowsOf(
      tx,
      plan,
      members.map(({ idx }) => idx)
    )
    const byIndex = new Map(members.map((member) => [member.idx, member]))
    yield await Promise.all(
      rows.map(async (row) => {
        const path = await tree.inclusion(row.idx, plan.checkpoint.size)
        return entryText(plan, row, byIndex.get(row.idx)!, path)
      })
    )
  }
  await tx`close evidence_member`
}
