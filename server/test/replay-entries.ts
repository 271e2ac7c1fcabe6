// Gives what the platform recorded to the verifier's replay, without a tree around it.
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import type { Finding } from '@parley/protocol/log/finding.ts'
import type { BundleView } from '@parley/verifier/evidence/context.ts'
import { replay } from '@parley/verifier/evidence/replay.ts'
import { collect } from '@parley/verifier/evidence/report.ts'
import type { Sql } from '../src/base/sql.ts'

/** One entry as its two texts; person: who it is about, null for one about an app. Of a closed account the owner text is empty. */
export type StoredEntry = { shared: string; owner: string; person: string | null; parties: string[] }

/** In the order of the log, which is that of their ids; of these people, and of these apps. */
export const storedEntries = (sql: Sql, people: string[], apps: string[]): Promise<StoredEntry[]> =>
  sql<StoredEntry[]>`
    select shared, coalesce(owner, '') as owner, person_id as person, parties from log.entry
    where shared is not null and ((person_id is null and app_id = any (${apps}::uuid[])) or person_id = any (${people}::uuid[])) order by id`

const parse = ({ shared: text, owner }: StoredEntry) => {
  const shared = parseShared(text)
  return { shared, ...(owner !== '' && { owner: parseOwner(shared.frame, owner) }) }
}

/** Of entries that have been read, since the same ones are judged again with each bend. */
const read = new WeakMap<StoredEntry, ReturnType<typeof parse>>()
const textsOf = (entry: StoredEntry): ReturnType<typeof parse> => {
  const texts = read.get(entry) ?? parse(entry)
  read.set(entry, texts)
  return texts
}

/** What the verifier finds; opens: whose owner texts it may read; isWhole: of whom the file has all entries, from the first one. */
export const findingsOf = (
  entries: readonly StoredEntry[],
  opens: (entry: StoredEntry) => boolean = () => true,
  isWhole: (lid: string) => boolean = () => true
): Finding[] => {
  const { findings, find } = collect()
  const judged = entries.map((entry, index) => {
    const { shared, owner } = textsOf(entry)
    return { index, shared, ...(owner && opens(entry) && { owner }) }
  })
  replay({ entries: judged as unknown, isWhole } as unknown as BundleView, find)
  return findings.filter(({ level }) => level !== 'remark')
}
