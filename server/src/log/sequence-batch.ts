// The sequencer's step: takes entries that have committed into the tree and signs the checkpoint, in one transaction.
import { formatCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { formatEntry } from '@parley/protocol/log/entry.ts'
import { extendFrontier, frontierBytes, frontierOf, frontierRoot } from '@parley/protocol/log/frontier.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { formatNote } from '@parley/protocol/log/note.ts'
import { monthOf } from '@parley/protocol/log/party.ts'
import { signNote } from '@parley/protocol/log/sign-note.ts'
import { nowMs } from '../base/clock.ts'
import type { Sql, Tx } from '../base/sql.ts'
import { begunHashes } from './begun-hashes.ts'
import { type PartyEnd, partyEnd, type Place, placeEntry, tagsOf } from './entry-tags.ts'
import { fullTiles } from './full-tiles.ts'
import type { LogKeeper } from './log-keeper.ts'

export const batchMax = 4096

type Taken = { id: number; parties: string[]; cs: Buffer; co: Buffer }
type Leaf = { idx: number; id: number; entry: Uint8Array; hash: Uint8Array }
type Grown = { leaves: Leaf[]; places: Place[] }

// Oldest first: whoever sees an entry here sees every entry that had committed before it began, so no cause comes after its effect.
// Each entry is looked up by its key: how full the outbox is
// changes too quickly for the statistics that a larger plan would rely on.
const takeEntries = async (tx: Tx, max: number): Promise<Taken[]> => {
  const rows = await tx<(Taken & { cs: Buffer | null })[]>`
    with taken as (
      delete from log.outbox
      where entry_id <= (select max(o.entry_id) from (select entry_id from log.outbox order by entry_id limit ${max}) o)
      returning entry_id
    )
    select t.entry_id as id, e.parties, e.cs, e.co
    from taken t left join lateral (select parties, cs, co from log.entry where id = t.entry_id limit 1) e on true
    order by t.entry_id`
  const gone = rows.find(({ cs }) => cs === null)
  if (gone) throw new Error(`Entry ${gone.id} is not there any more: somebody has changed the database`)
  return rows
}

// A party that was erased has no row any more; its tag becomes a random one.
const findParties = async (tx: Tx, taken: Taken[], month: string): Promise<Map<string, PartyEnd>> => {
  const ids = [...new Set(taken.flatMap(({ parties }) => parties))]
  const rows = await tx<{ id: string; k: Buffer; lid: Buffer; i: number | null; chain: Buffer | null }[]>`
    select p.owner_id as id, p.k, p.lid, l.i, l.chain
    from log.party p
    left join lateral (select i, chain from log.place where party_id = p.owner_id order by i desc limit 1) l on true
    where p.owner_id = any(${ids})`
  return new Map(rows.map((row) => [row.id, partyEnd(row, month)]))
}

const grow = (taken: Taken[], parties: Map<string, PartyEnd>, size: number): Grown => {
  const grown: Grown = { leaves: [], places: [] }
  for (const [at, { id, parties: ids, cs, co }] of taken.entries()) {
    const present = ids.map((party) => parties.get(party)).filter((party) => party !== undefined)
    const entry = formatEntry({ cs, co, tags: tagsOf(present) })
    const hash = hashLeaf(entry)
    grown.leaves.push({ idx: size + at, id, entry, hash })
    grown.places.push(...placeEntry(present, size + at, hash))
  }
  return grown
}

// Lists of bytes travel in hexadecimal: the driver takes a list of byte arrays for one.
const hex = (list: Uint8Array[]): string[] => list.map((bytes) => toHex(bytes))

const insertGrown = async (tx: Tx, { leaves, places }: Grown, at: Date): Promise<void> => {
  await tx`
    insert into log.leaf (idx, entry_id, entry, at)
    select l.idx, l.id, decode(l.entry, 'hex'), ${at}
    from unnest(${leaves.map(({ idx }) => idx)}::bigint[], ${leaves.map(({ id }) => id)}::bigint[],
      ${hex(leaves.map(({ entry }) => entry))}::text[]) as l (idx, id, entry)`
  await tx`
    insert into log.place (party_id, i, idx, chain)
    select p.party, p.i, p.idx, decode(p.chain, 'hex')
    from unnest(${places.map(({ party }) => party)}::uuid[], ${places.map(({ i }) => i)}::bigint[],
      ${places.map(({ idx }) => idx)}::bigint[], ${hex(places.map(({ chain }) => chain))}::text[]) as p (party, i, idx, chain)`
}

const insertTiles = async (tx: Tx, size: number, { leaves }: Grown): Promise<void> => {
  const hashes = leaves.map(({ hash }) => hash)
  for (const tile of await fullTiles(size, hashes, (level, from, count) => begunHashes(tx, level, from, count)))
    await tx`
      insert into log.tile (level, n, hashes, root) values (${tile.level}, ${tile.n}, ${tile.hashes}, ${tile.root})`
}

export type SequencerOptions = {
  /** No witnesses are asked for: the checkpoint is given out at once. */
  needsNoWitness: boolean
  max?: number
}

/**
 * Takes up to `max` entries. One at a time on all nodes: who holds the row of log.state is the sequencer, for this one transaction; a
 * crash leaves nothing half done. Returns how many were taken; undefined when another node is at it.
 */
export const sequenceBatch = async (
  sql: Sql,
  { origin, signer }: LogKeeper,
  { needsNoWitness, max = batchMax }: SequencerOptions
): Promise<number | undefined> => {
  const [waiting] = await sql`select from log.outbox limit 1`
  if (!waiting) return 0
  return sql.begin(async (tx) => {
    const [state] = await tx<{ size: number; frontier: Buffer; at: Date }[]>`
      select size, frontier, at from log.state for update skip locked`
    if (!state) return undefined
    const taken = await takeEntries(tx, max)
    if (taken.length === 0) return 0
    // Never back, so that the months of a party's tags do not go back when a clock does.
    const at = new Date(Math.max(nowMs(), state.at.getTime()))
    const { size } = state
    const grown = grow(taken, await findParties(tx, taken, monthOf(at.getTime())), size)
    const frontier = extendFrontier(
      frontierOf(size, new Uint8Array(state.frontier)),
      grown.leaves.map(({ hash }) => hash)
    )
    await insertGrown(tx, grown, at)
    await insertTiles(tx, size, grown)
    const text = formatCheckpoint({ origin, size: frontier.size, root: frontierRoot(frontier), extensions: [] })
    const note = formatNote({ text, signatures: [await signNote(text, signer)] })
    await tx`
      insert into log.checkpoint (size, at, note, cosigned_at)
      values (${frontier.size}, ${at}, ${note}, ${needsNoWitness ? at : null})`
    await tx`update log.state set size = ${frontier.size}, frontier = ${frontierBytes(frontier)}, at = ${at}`
    return taken.length
  })
}
