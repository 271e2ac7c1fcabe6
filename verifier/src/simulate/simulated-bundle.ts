// The evidence that a simulated log gives out, as the object that becomes the file.
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { linkChain, startChain } from '@parley/protocol/log/chain.ts'
import { bundleFormat } from '@parley/protocol/log/evidence-bundle.ts'
import { fromHex } from '@parley/protocol/log/hex.ts'
import { makeConsistencyProof, makeInclusionProof } from '@parley/protocol/log/make-proof.ts'
import { formatNote } from '@parley/protocol/log/note.ts'
import { lidOf, monthOf, monthsBetween, periodKey, tagOf } from '@parley/protocol/log/party.ts'
import { signNote } from '@parley/protocol/log/sign-note.ts'
import { formatTagAnswer } from '@parley/protocol/log/tag-answer-text.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { headNote, type Party, rootOf, type SimulatedLog } from './simulated-log.ts'

export type BundleObject = {
  format: string
  made: string
  log: { origin: string; vkey: string }
  checkpoint: string
  prior: { checkpoint: string; consistency: string[] }[]
  sequences: SequenceObject[]
  entries: EntryObject[]
  receipts: string[]
  tags: string[]
}
export type SequenceObject = {
  of: Party['of']
  lid: string
  grant?: string
  k?: string
  months: Record<string, string>
  first: number
  chain: string
  head: string
}
export type EntryObject = {
  index: number
  entry: string
  path: string[]
  in: [number, number, string][]
  shared?: string
  saltS?: string
  owner?: string
  saltO?: string
  erased?: number
  proof?: string
  consent?: string
  signed?: string
}

export type BundleParts = {
  parties: Party[]
  /** Entries that are in no sequence here, such as the registration of an app. */
  more?: number[]
  /** Whether an entry's owner text is given. */
  opens?: (index: number) => boolean
  /** Whether K is given. */
  withKeys?: boolean
}

/** A bundle for the last checkpoint, which must be that of the tree as it is. */
export const makeBundle = async (
  log: SimulatedLog,
  { parties, more = [], opens = () => true, withKeys = true }: BundleParts
): Promise<BundleObject> => {
  const current = log.checkpoints.at(-1)
  if (current?.size !== log.tree.size()) throw new Error('Sign a checkpoint of the tree first')
  const places = new Map<number, [number, number, string][]>(more.map((index) => [index, []]))
  for (const [at, party] of parties.entries())
    for (const { index, i, month } of party.members) places.set(index, [...(places.get(index) ?? []), [at, i, month]])
  const indexes = [...places.keys()].toSorted((a, b) => a - b)
  return {
    format: bundleFormat,
    made: new Date(log.nowMs).toISOString(),
    log: { origin: log.origin, vkey: formatVerifierKey(log.log.key) },
    checkpoint: current.note,
    prior: priorOf(log),
    sequences: await Promise.all(parties.map((party) => sequenceOf(log, party, withKeys))),
    entries: indexes.map((index) => entryOf(log, index, places.get(index)!, opens(index))),
    receipts: [],
    tags: await Promise.all(parties.filter(({ of }) => of !== 'grant').flatMap((party) => absenceOf(log, party)))
  }
}

const priorOf = ({ checkpoints, tree }: SimulatedLog): BundleObject['prior'] =>
  checkpoints.slice(0, -1).map(({ note, size }, at) => ({
    checkpoint: note,
    consistency: makeConsistencyProof(size, checkpoints[at + 1]!.size, tree.hash).map(toBase64)
  }))

const monthsOf = ({ nowMs }: SimulatedLog, { members }: Party): string[] =>
  monthsBetween(members[0]?.month ?? monthOf(nowMs), monthOf(nowMs + 1000))

const sequenceOf = async (log: SimulatedLog, party: Party, withKey: boolean): Promise<SequenceObject> => ({
  of: party.of,
  lid: party.lid,
  ...(party.grant !== undefined && { grant: party.grant }),
  ...(withKey && { k: toBase64(party.k) }),
  months: Object.fromEntries(monthsOf(log, party).map((month) => [month, toBase64(periodKey(party.k, month))])),
  first: 1,
  chain: toBase64(startChain(lidOf(party.k))),
  head: await headNote(log, party)
})

const entryOf = (
  { logged, tree }: SimulatedLog,
  index: number,
  places: EntryObject['in'],
  isOpen: boolean
): EntryObject => {
  const { entry, shared, saltS, owner, saltO, proof, consent, signed } = logged[index]!
  const path = makeInclusionProof(index, tree.size(), tree.hash).map(toBase64)
  const open = isOpen && {
    owner,
    saltO: toBase64(saltO),
    ...(proof !== undefined && { proof }),
    ...(consent !== undefined && { consent }),
    ...(signed !== undefined && { signed })
  }
  return { index, entry: toBase64(entry), path, in: places, shared, saltS: toBase64(saltS), ...open }
}

/** What a mirror says about the number after a party's last, for each month in which it could stand. */
const absenceOf = (log: SimulatedLog, party: Party): Promise<string>[] => {
  const last = party.members.at(-1)
  const months = monthsBetween(last?.month ?? monthOf(log.nowMs), monthOf(log.nowMs + 1000))
  return months.map((month) => tagAnswer(log, tagOf(periodKey(party.k, month), party.members.length + 1), []))
}

export const tagAnswer = async (log: SimulatedLog, tag: Uint8Array, indexes: number[]): Promise<string> => {
  const text = formatTagAnswer({ origin: log.origin, tag, size: log.tree.size(), root: rootOf(log), indexes })
  return formatNote({ text, signatures: [await signNote(text, log.mirror)] })
}

/** Cuts the beginning of a sequence off, as evidence of one period does. */
export const startAt = (bundle: BundleObject, place: number, party: Party, log: SimulatedLog, first: number): void => {
  const before = party.members.slice(0, first - 1)
  const start = startChain(fromHex(party.lid) ?? new Uint8Array())
  const chain = before.reduce((link, { index }) => linkChain(link, log.logged[index]!.leafHash), start)
  Object.assign(bundle.sequences[place]!, { first, chain: toBase64(chain) })
  const alone = new Set(bundle.entries.filter((entry) => entry.in.length === 0))
  for (const entry of bundle.entries) entry.in = entry.in.filter(([sequence, i]) => sequence !== place || i >= first)
  bundle.entries = bundle.entries.filter((entry) => entry.in.length > 0 || alone.has(entry))
}
