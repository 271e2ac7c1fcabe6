// A log with real keys and witnesses in memory: what an honest platform does, and what tests let a dishonest one do.
import { linkChain, startChain } from '@parley/protocol/log/chain.ts'
import { formatCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { commitOwner, commitShared } from '@parley/protocol/log/commitment.ts'
import { formatEntry, tagCount } from '@parley/protocol/log/entry.ts'
import { formatHead, headSuffix } from '@parley/protocol/log/head-text.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { emptyRoot, hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { formatNote } from '@parley/protocol/log/note.ts'
import { lidOf, monthOf, periodKey, tagOf } from '@parley/protocol/log/party.ts'
import { receiptSuffix } from '@parley/protocol/log/receipt-text.ts'
import { makeEd25519Signer, type Signer, signNote } from '@parley/protocol/log/sign-note.ts'
import { signatureTypes } from '@parley/protocol/log/verifier-key.ts'
import { makeEd25519Pair } from './ed25519-pair.ts'
import { type Seeded, seeded } from './seeded.ts'
import { growSubtrees, type Subtrees } from './subtrees.ts'

export type Party = {
  of: 'person' | 'app' | 'grant'
  /** Of a grant. */
  grant?: string
  k: Uint8Array
  lid: string
  chain: Uint8Array
  members: { index: number; i: number; month: string }[]
}

export type Logged = {
  entry: Uint8Array
  leafHash: Uint8Array
  shared: string
  saltS: Uint8Array
  owner: string
  saltO: Uint8Array
  proof?: string
  consent?: string
  signed?: string
}

export type Recorded = {
  shared: Record<string, unknown> & { t: string }
  owner: Record<string, unknown>
  parties: Party[]
  /** Instead of the owner's JSON, as it is. */
  ownerText?: string
  proof?: string
  consent?: string
  signed?: string
}

export type SimulatedCheckpoint = { note: string; size: number }

export type SimulatedLog = {
  origin: string
  random: Seeded
  /** Milliseconds since 1970; tests move it on. */
  nowMs: number
  log: Signer
  head: Signer
  receipt: Signer
  witnesses: Signer[]
  mirror: Signer
  /** Where the keys of apps come from in a log that can be told again. */
  appKeys: Seeded | undefined
  tree: Subtrees
  logged: Logged[]
  checkpoints: SimulatedCheckpoint[]
}

/** What differs between logs besides the seed of their random numbers. */
type LogKind = {
  origin?: string
  /** With one seed everything comes out alike, signatures too; apps then sign with Ed25519, which ES256 cannot do alike twice. */
  isRepeatable?: boolean
}

export const startLog = async (
  seed: string,
  { origin = 'parley.example/log1', isRepeatable = false }: LogKind = {}
): Promise<SimulatedLog> => {
  const keys = isRepeatable ? seeded(`${seed} keys`) : undefined
  const { ed25519, ed25519Cosignature } = signatureTypes
  const generate = async (name: string, type: number = ed25519.byte): Promise<Signer> =>
    makeEd25519Signer(name, await makeEd25519Pair(keys?.bytes()), type)
  const pair = await makeEd25519Pair(keys?.bytes())
  return {
    origin,
    random: seeded(seed),
    nowMs: Date.parse('2026-10-30T08:00:00.000Z'),
    log: await makeEd25519Signer(origin, pair),
    head: await makeEd25519Signer(origin + headSuffix, pair),
    receipt: await makeEd25519Signer(origin + receiptSuffix, pair),
    witnesses: [
      await generate('witness.example/w1', ed25519Cosignature.byte),
      await generate('witness.example/w2', ed25519Cosignature.byte)
    ],
    mirror: await generate('mirror.example/m1'),
    appKeys: keys,
    tree: growSubtrees(),
    logged: [],
    checkpoints: []
  }
}

export const makeParty = ({ random }: SimulatedLog, of: Party['of'], grant?: string): Party => {
  const k = random.bytes()
  const lid = lidOf(k)
  return { of, k, lid: toHex(lid), chain: startChain(lid), members: [], ...(grant !== undefined && { grant }) }
}

/** From the commit of an access to its place in the log. */
const sequencingMs = 200

/** Takes an entry in and gives it its place; returns the index. */
export const record = (log: SimulatedLog, { shared, owner, parties, ownerText: raw, ...kept }: Recorded): number => {
  const { random, tree, logged } = log
  const at = new Date(log.nowMs).toISOString()
  const sharedText = JSON.stringify({ v: 1, id: random.id(), at, ...shared })
  const ownerText = raw ?? JSON.stringify(owner)
  const [saltS, saltO] = [random.bytes(), random.bytes()]
  const index = tree.size()
  const month = monthOf(log.nowMs + sequencingMs)
  const tags = parties.map((party) => tagOf(periodKey(party.k, month), party.members.length + 1))
  while (tags.length < tagCount(parties.length)) tags.push(random.bytes().slice(0, 16))
  // Any order will do for tests, as long as it is not that of the parties.
  tags.sort((a, b) => (toHex(a) < toHex(b) ? -1 : 1))
  const entry = formatEntry({ cs: commitShared(saltS, sharedText), co: commitOwner(saltO, ownerText), tags })
  const leafHash = hashLeaf(entry)
  tree.append(leafHash)
  logged.push({ entry, leafHash, shared: sharedText, saltS, owner: ownerText, saltO, ...kept })
  for (const party of parties) {
    party.chain = linkChain(party.chain, leafHash)
    party.members.push({ index, i: party.members.length + 1, month })
  }
  return index
}

export const rootOf = ({ tree }: SimulatedLog, size = tree.size()): Uint8Array =>
  size === 0 ? emptyRoot : tree.hash({ start: 0, end: size })

/** Signs the tree as it is, with all witnesses, and keeps the note. */
export const checkpoint = async (log: SimulatedLog): Promise<SimulatedCheckpoint> => {
  const size = log.tree.size()
  const text = formatCheckpoint({ origin: log.origin, size, root: rootOf(log), extensions: [] })
  const seconds = Math.floor(log.nowMs / 1000) + 1
  const signatures = [await signNote(text, log.log)]
  for (const witness of log.witnesses) signatures.push(await signNote(text, witness, seconds))
  const made = { note: formatNote({ text, signatures }), size }
  log.checkpoints.push(made)
  return made
}

/** The signed end of a party's chain in the tree as it is. */
export const headNote = async (
  log: SimulatedLog,
  party: Party,
  change: { n?: number; chain?: Uint8Array } = {}
): Promise<string> => {
  const { origin, tree } = log
  const lid = lidOf(party.k)
  const head = {
    origin,
    lid,
    n: party.members.length,
    chain: party.chain,
    size: tree.size(),
    root: rootOf(log),
    ...change
  }
  const text = formatHead(head)
  return formatNote({ text, signatures: [await signNote(text, log.head)] })
}
