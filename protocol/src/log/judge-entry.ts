// Checks V1, V7, V8, V9 and V10 for one entry: its form, its place in the tree, and that its texts open its commitments.
import { sameBytes } from './bytes.ts'
import { checkInclusion } from './check-inclusion.ts'
import { commitOwner, commitShared } from './commitment.ts'
import { type Entry, parseEntry } from './entry.ts'
import { type OwnerText, parseOwner, parseShared, type SharedText } from './entry-texts.ts'
import { FieldError } from './fields.ts'
import type { Find } from './finding.ts'
import { hashLeaf } from './merkle-hash.ts'
import { JsonError } from './strict-json.ts'

export type EntryEvidence = {
  index: number
  entry: Uint8Array
  path: Uint8Array[]
  shared?: string
  saltS?: Uint8Array
  owner?: string
  saltO?: Uint8Array
}

export type JudgedEntry = {
  index: number
  leafHash: Uint8Array
  entry: Entry
  /** Only when it opens the commitment. */
  shared?: SharedText
  owner?: OwnerText
}

/** Undefined when the entry is not one or is not in the tree; findings say why. A text that is left out is no finding here. */
export const judgeEntry = (
  evidence: EntryEvidence,
  { size, root }: { size: number; root: Uint8Array },
  find: Find
): JudgedEntry | undefined => {
  const { index, path } = evidence
  const entry = parseEntry(evidence.entry)
  if (!entry) {
    find('V7', 'malformed', `Entry ${index} has not the form of an entry.`, index)
    return undefined
  }
  const leafHash = hashLeaf(evidence.entry)
  if (!checkInclusion({ index, size, leafHash, path }, root)) {
    find('V8', 'violation', `Entry ${index} is not in the log as it is shown here.`, index)
    return undefined
  }
  const shared = openShared(evidence, entry, find)
  const owner = shared && openOwner(evidence, shared, entry, find)
  return { index, leafHash, entry, ...(shared && { shared }), ...(owner && { owner }) }
}

const openShared = ({ index, shared, saltS }: EntryEvidence, { cs }: Entry, find: Find): SharedText | undefined => {
  if (shared === undefined) return undefined
  if (!saltS || !sameBytes(commitShared(saltS, shared), cs)) {
    find('V9', 'violation', `What entry ${index} is said to say is not what was logged.`, index)
    return undefined
  }
  return reading(index, 'shared', find, () => parseShared(shared))
}

const openOwner = (
  { index, owner, saltO }: EntryEvidence,
  shared: SharedText,
  { co }: Entry,
  find: Find
): OwnerText | undefined => {
  if (owner === undefined) return undefined
  if (!saltO || !sameBytes(commitOwner(saltO, owner), co)) {
    find('V10', 'violation', `What entry ${index} is said to say to its owner is not what was logged.`, index)
    return undefined
  }
  return reading(index, 'owner', find, () => parseOwner(shared.frame, owner) as OwnerText)
}

/** The text is in the log, so whoever wrote it there is to blame when it cannot be read. */
const reading = <T>(index: number, which: string, find: Find, read: () => T): T | undefined => {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof JsonError || error instanceof FieldError)) throw error
    find(
      'V1',
      'violation',
      `The ${which} text of entry ${index} is not one that the log may hold: ${error.message}.`,
      index
    )
    return undefined
  }
}
