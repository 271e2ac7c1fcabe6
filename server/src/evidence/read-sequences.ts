// Reads the sequences of evidence: each party's name, keys of months, and the end that the log signs.
import { startChain } from '@parley/protocol/log/chain.ts'
import { formatHead } from '@parley/protocol/log/head-text.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { formatNote } from '@parley/protocol/log/note.ts'
import { monthOf, monthsBetween, periodKey } from '@parley/protocol/log/party.ts'
import { signNote } from '@parley/protocol/log/sign-note.ts'
import { now } from '../base/clock.ts'
import type { Tx } from '../base/sql.ts'
import type { LogKeeper } from '../log/log-keeper.ts'
import type { EvidencePlan } from './evidence-plan.ts'

export type Sequence = {
  id: string
  of: 'person' | 'app' | 'grant'
  k: Uint8Array
  lid: Uint8Array
  first: number
  /** How many entries the party has in the tree. */
  n: number
  /** h_(first - 1) and h_n. */
  before: Uint8Array
  end: Uint8Array
  /** The months of the first entry here and of the last; the current one where there is none. */
  months: { first: string; last: string }
}

type Row = {
  id: string
  of: Sequence['of']
  k: Buffer
  lid: Buffer
  first: number
  n: number | null
  before: Buffer | null
  end: Buffer | null
  firstAt: Date | null
  lastAt: Date | null
}

/** In the order of the plan. A party without a row was erased: nothing can be found of it any more. */
export const readSequences = async (tx: Tx, { asked, checkpoint }: EvidencePlan): Promise<Sequence[]> => {
  const rows = await tx<Row[]>`
    select w.id, k.kind as of, k.k, k.lid, w.first, z.i as n, b.chain as before, z.chain as end, f.at as "firstAt", l.at as "lastAt"
    from unnest(${asked.map(({ id }) => id)}::uuid[], ${asked.map(({ first }) => first)}::bigint[]) with ordinality as w (id, first, place)
    join log.party k on k.owner_id = w.id
    left join lateral (
      select p.i, p.idx, p.chain from log.place p where p.party_id = w.id and p.idx < ${checkpoint.size} order by p.i desc limit 1) z on true
    left join log.leaf l on l.idx = z.idx
    left join log.place b on b.party_id = w.id and b.i = w.first - 1
    left join log.place a on a.party_id = w.id and a.i = w.first
    left join log.leaf f on f.idx = a.idx
    order by w.place`
  const current = monthOf(Math.max(checkpoint.at.getTime(), now().getTime()))
  return rows.map(({ id, of, k, lid, first, n, before, end, firstAt, lastAt }) => ({
    id,
    of,
    k,
    lid,
    first,
    n: n ?? 0,
    before: before ?? startChain(lid),
    end: end ?? startChain(lid),
    months: {
      first: firstAt ? monthOf(firstAt.getTime()) : current,
      last: lastAt ? monthOf(lastAt.getTime()) : current
    }
  }))
}

/** The months up to which somebody may ask whether more entries follow. */
export const monthsTo = (from: string, { at }: { at: Date }): string[] =>
  monthsBetween(from, monthOf(Math.max(at.getTime(), now().getTime())))

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** As it stands in the bundle, with the end signed for exactly this tree. */
export const sequenceText = async (
  { id, of, k, lid, first, n, before, end, months }: Sequence,
  { checkpoint, withKeys }: EvidencePlan,
  { size, root, log }: { size: number; root: Uint8Array; log: LogKeeper }
): Promise<string> => {
  const head = formatHead({ origin: log.origin, lid, n, chain: end, size, root })
  return JSON.stringify({
    of,
    ...(of === 'grant' && { grant: id }),
    lid: toHex(lid),
    ...(withKeys && { k: base64(k) }),
    months: Object.fromEntries(monthsTo(months.first, checkpoint).map((month) => [month, base64(periodKey(k, month))])),
    first,
    chain: base64(before),
    head: formatNote({ text: head, signatures: [await signNote(head, log.headSigner)] })
  })
}
