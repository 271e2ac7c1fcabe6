// What goes into one file of evidence: for which checkpoint, whose sequences, which other entries, and whose texts are opened.
import type { Tx } from '../base/sql.ts'
import type { PublishedCheckpoint } from '../log/latest-checkpoint.ts'

/** A party's entries from number `first` on. */
export type Asked = { id: string; first: number }

export type EvidencePlan = {
  checkpoint: PublishedCheckpoint
  asked: Asked[]
  /** K goes in, which finds every entry of these parties for ever: only into what somebody keeps for themselves. */
  withKeys: boolean
  /** Indexes of entries that are perhaps in no sequence, rising. */
  more: number[]
  /** Whose owner texts are opened besides those about an app itself. */
  reader: { person: string } | { app: string }
}

// What is said of an app itself is for everybody who has to do with it.
const aboutApps = ['register', 'key', 'suspend', 'restore']

/** Whether the reader of a plan is a party of the owner text of an entry. */
export const opensOwner = (
  { reader }: Pick<EvidencePlan, 'reader'>,
  entry: { kind: string; person: string | null; app: string | null }
): boolean => {
  if (aboutApps.includes(entry.kind)) return true
  if ('person' in reader) return entry.person === reader.person
  // That a person has a passkey is told to an app only where the passkey signed a permission of the app (find-more.ts).
  return entry.app === reader.app || entry.kind === 'passkey'
}

/** The tree's indexes of the entries of sequences, each with [place of the sequence, number]; more: with none. To be joined as `member`. */
export const membersOf = (
  tx: Tx,
  { asked, more, checkpoint }: Pick<EvidencePlan, 'asked' | 'more' | 'checkpoint'>
) => tx`
  member as (
    select m.idx, coalesce(json_agg(json_build_array(m.place, m.i) order by m.place) filter (where m.place is not null), '[]') as places
    from (
      select p.idx, w.place - 1 as place, p.i
      from unnest(${asked.map(({ id }) => id)}::uuid[], ${asked.map(({ first }) => first)}::bigint[]) with ordinality as w (id, first, place)
      join log.place p on p.party_id = w.id and p.i >= w.first and p.idx < ${checkpoint.size}
      union all
      select idx, null, null from unnest(${more}::bigint[]) idx
    ) m
    group by m.idx
  )`
