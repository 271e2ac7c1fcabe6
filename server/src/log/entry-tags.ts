// The blinded tags of an entry, and the next place in the sequence of each of its parties.
import { linkChain, startChain } from '@parley/protocol/log/chain.ts'
import { tagBytes, tagCount } from '@parley/protocol/log/entry.ts'
import { periodKey, tagOf } from '@parley/protocol/log/party.ts'
import { newBytes } from '../base/random.ts'

/** A party as its last entry left it. */
export type PartyEnd = { id: string; monthKey: Uint8Array; i: number; chain: Uint8Array }
export type Place = { party: string; i: number; idx: number; chain: Uint8Array }

/** i and chain: of the party's last entry; null before its first. */
export const partyEnd = (
  party: { id: string; k: Uint8Array; lid: Uint8Array; i: number | null; chain: Uint8Array | null },
  month: string
): PartyEnd => ({
  id: party.id,
  monthKey: periodKey(party.k, month),
  i: party.i ?? 0,
  chain: party.chain ?? startChain(party.lid)
})

/**
 * Padded with random ones, so that their number says little. Sorted: they look random, so this order says nothing about whose they are.
 * Call before placeEntry.
 */
export const tagsOf = (parties: readonly PartyEnd[]): Uint8Array[] => {
  const tags = parties.map(({ monthKey, i }) => tagOf(monthKey, i + 1))
  while (tags.length < tagCount(parties.length)) tags.push(newBytes(tagBytes))
  return tags.toSorted((a, b) => Buffer.compare(a, b))
}

/** Moves each party to the entry at idx. */
export const placeEntry = (parties: readonly PartyEnd[], idx: number, leafHash: Uint8Array): Place[] =>
  parties.map((party) => {
    party.i += 1
    party.chain = linkChain(party.chain, leafHash)
    return { party: party.id, i: party.i, idx, chain: party.chain }
  })
