// The evidence bundle: one file with everything that settles what was done under somebody's permissions (docs/spec/evidence.md, "Bundle").
import {
  bytes,
  count,
  countFromOne,
  FieldError,
  fields,
  fieldsAndPerhaps,
  hex32,
  id,
  list,
  month,
  oneOf,
  type Read,
  record,
  text,
  time
} from './fields.ts'
import { parseStrictJson } from './strict-json.ts'

export const bundleFormat = 'parley-evidence/1'
export const bundleSuffix = '.parley-evidence.json'
const bundleLimits = { charactersMax: 500_000_000, depthMax: 6 }

const hash = bytes(32)

/** The gapless sequence of one party's entries, from first to the end that the head note names. */
const sequenceFields = fieldsAndPerhaps(
  {
    of: oneOf('person', 'app', 'grant'),
    lid: hex32,
    /** The keys of the months that the entries here are in, and of those up to the checkpoint. */
    months: record(month, hash),
    /** The number of the first entry here; 1 when nothing is left out before it. */
    first: countFromOne,
    /** h_(first - 1). */
    chain: hash,
    /** The signed head note, for the size and root of the checkpoint. */
    head: text
  },
  {
    /** K itself, from which lid and all month keys follow; only in a person's whole life or for their own use. */
    k: hash,
    /** Which grant, for one of a grant. */
    grant: id
  }
)
export type BundleSequence = ReturnType<typeof sequenceFields>

const sequence: Read<BundleSequence> = (value, where) => {
  const found = sequenceFields(value, where)
  if ((found.of === 'grant') !== (found.grant !== undefined))
    throw new FieldError(`${where}.grant is for those of grants`)
  return found
}

/** In which sequence an entry is, as which number, under the key of which month. */
const membership: Read<{ sequence: number; i: number; month: string }> = (value, where) => {
  if (!Array.isArray(value) || value.length !== 3) throw new FieldError(`${where} is not [sequence, number, month]`)
  return {
    sequence: count(value[0], `${where}[0]`),
    i: countFromOne(value[1], `${where}[1]`),
    month: month(value[2], `${where}[2]`)
  }
}

/** path: 32 bytes in base64 each, from the leaf's sibling up; read when it is needed, since paths are most of a bundle. */
const entry = fieldsAndPerhaps(
  { index: count, entry: bytes(), path: list(text, 63), in: list(membership, 64) },
  {
    shared: text,
    saltS: hash,
    owner: text,
    saltO: hash,
    /** The index of the entry that says why the owner text is gone. */
    erased: count,
    /** The DPoP proof whose hash is req. */
    proof: text,
    /** What the person was shown, whose hash is consent. */
    consent: text,
    /** The passkey's signature over the grant, whose hash is signed. */
    signed: text
  }
)
export type BundleEntry = ReturnType<typeof entry>

const bundle = fields({
  format: oneOf(bundleFormat),
  /** What the file says about itself; the checks do not rely on it. */
  made: time,
  log: fields({ origin: text, vkey: text }),
  checkpoint: text,
  /** Earlier checkpoints, rising, each with the proof that it is a beginning of the one above. */
  prior: list(fields({ checkpoint: text, consistency: list(hash, 126) }), 10_000),
  sequences: list(sequence, 10_000),
  /** By rising index. */
  entries: list(entry),
  /** Signed receipts, from the app. */
  receipts: list(text),
  /** Signed answers of mirrors about tags. */
  tags: list(text, 100_000)
})
export type EvidenceBundle = ReturnType<typeof bundle>

/** Throws JsonError or FieldError. */
export const parseBundle = (file: string): EvidenceBundle => bundle(parseStrictJson(file, bundleLimits), 'bundle')
