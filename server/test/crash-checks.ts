// What must hold after crashes: what was acknowledged is there once, and acts and entries are one to one.
import assert from 'node:assert/strict'
import type { Sql } from '../src/base/sql.ts'
import type { CrashLoad } from './crash-load.ts'

type Owner = { items: [string, number, string][]; req: string | null }

const checkMessages = async (sql: Sql, load: CrashLoad): Promise<void> => {
  const rows = await sql<{ id: string; conversation: string; seq: number; app: string | null; gone: boolean }[]>`
    select id, conversation_id as conversation, seq, app_id as app, deleted_at is not null as gone
    from conversations.event where kind = 'message'`
  const byHand = rows.filter(({ app }) => app === null)
  // Every send was insisted on until it was acknowledged, so nothing stands there that was not, and nothing twice.
  assert.equal(byHand.length, load.acknowledged.size)
  for (const { id, conversation, seq } of byHand) assert.deepEqual(load.acknowledged.get(id), { conversation, seq }, id)
  const byApps = rows.filter(({ app }) => app !== null)
  assert.deepEqual(new Map(byApps.map(({ id, conversation }) => [id, conversation])), load.written)
  assert.deepEqual(new Set(rows.filter(({ gone }) => gone).map(({ id }) => id)), load.deleted)
}

const checkOrder = async (sql: Sql): Promise<void> => {
  const wrong = await sql`
    select c.id from conversations.conversation c left join conversations.event e on e.conversation_id = c.id
    group by c.id having count(e.seq) <> c.last_seq or max(e.seq) <> c.last_seq or min(e.seq) <> 1 or count(distinct e.seq) <> c.last_seq`
  assert.deepEqual([...wrong], [])
}

const checkEntries = async (sql: Sql, load: CrashLoad): Promise<void> => {
  const entries = await sql<{ kind: string; owner: string; good: boolean }[]>`
    select kind, owner, cs = sha256(convert_to(E'parley/s/v1\n', 'UTF8') || salt_s || convert_to(shared, 'UTF8'))
      and co = sha256(convert_to(E'parley/o/v1\n', 'UTF8') || salt_o || convert_to(owner, 'UTF8')) as good
    from log.entry where kind in ('read', 'write', 'delete')`
  assert.ok(entries.every(({ good }) => good))
  const idsOf = ({ owner }: { owner: string }): string[] => (JSON.parse(owner) as Owner).items.map(([id]) => id)
  const of = (kind: string): string[] =>
    entries
      .filter((entry) => entry.kind === kind)
      .flatMap(idsOf)
      .toSorted()
  assert.deepEqual(of('write'), [...load.written.keys()].toSorted())
  const deletions = await sql<{ id: string }[]>`
    select t.id from conversations.event e join conversations.event t on t.conversation_id = e.conversation_id and t.seq = e.target
    where e.kind = 'deletion' and e.app_id is not null`
  assert.deepEqual(of('delete'), deletions.map(({ id }) => id).toSorted())
  const reads = new Map<string, string[]>()
  for (const entry of entries) {
    const { req } = JSON.parse(entry.owner) as Owner
    if (entry.kind === 'read' && req !== null) reads.set(req, idsOf(entry))
  }
  for (const { request, ids } of load.pages)
    assert.deepEqual(reads.get(request), ids, 'a page that was read has its entry')
}

/** The loops have stopped. */
export const checkAfterCrashes = async (sql: Sql, load: CrashLoad): Promise<void> => {
  assert.deepEqual(load.refusals, [])
  await checkMessages(sql, load)
  await checkOrder(sql)
  await checkEntries(sql, load)
  assert.ok(load.acknowledged.size > 0 && load.pages.length > 0 && load.written.size > 0)
}
