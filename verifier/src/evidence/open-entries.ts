// Checks V1, V7 to V10 for all entries of a bundle, and that what stays closed may stay so.
import { fromBase64 } from '@parley/protocol/log/base64.ts'
import type { EvidenceBundle } from '@parley/protocol/log/evidence-bundle.ts'
import type { Find } from '@parley/protocol/log/finding.ts'
import { judgeEntry } from '@parley/protocol/log/judge-entry.ts'
import type { JudgedCheckpoint } from '@parley/protocol/log/judge-checkpoint.ts'
import type { BundleView } from './context.ts'

export const openEntries = (
  bundle: EvidenceBundle,
  checkpoint: JudgedCheckpoint,
  find: Find
): BundleView['entries'] => {
  const entries: BundleView['entries'] = []
  let last = -1
  for (const given of bundle.entries) {
    if (given.index <= last) find('V12', 'violation', `Entry ${given.index} comes after entry ${last}.`, given.index)
    last = Math.max(last, given.index)
    const path = readPath(given.path)
    if (!path) {
      find('V8', 'malformed', `The proof of entry ${given.index} cannot be read.`, given.index)
      continue
    }
    const judged = judgeEntry({ ...given, path }, checkpoint, find)
    if (judged) entries.push({ ...judged, given })
  }
  checkClosed(bundle, entries, find)
  return entries
}

const readPath = (texts: readonly string[]): Uint8Array[] | undefined => {
  const path = texts.map(fromBase64)
  return path.every((hash) => hash?.length === 32) ? (path as Uint8Array[]) : undefined
}

type Entries = BundleView['entries']

/** The owner text of these only repeats who it was. */
const saysNothingMore = new Set(['withhold', 'close'])

const checkClosed = ({ sequences }: EvidenceBundle, entries: Entries, find: Find): void => {
  const own = new Set(sequences.filter(({ of }) => of !== 'grant').map(({ lid }) => lid))
  const people = new Set(sequences.filter(({ of }) => of === 'person').map(({ lid }) => lid))
  const erasures = new Map<number, { left: number; who: string }>()
  for (const { index, shared, owner } of entries)
    if (shared?.frame === 'erase' && owner?.frame === 'erase') erasures.set(index, { left: shared.n, who: owner.who })
  let erased = 0
  for (const { index, shared, owner, given } of entries) {
    if (given.shared === undefined) find('V9', 'insufficient', `Entry ${index} is not opened in this file.`, index)
    if (!shared || owner || given.owner !== undefined || saysNothingMore.has(shared.frame)) continue
    // A friend is told that an app read the conversation, under whose permission, and not which; all else is for the parties to open.
    const isInConversation = shared.frame === 'access' || shared.frame === 'undo'
    const isInGrant = given.in.some(({ sequence }) => sequences[sequence]?.of === 'grant')
    if (isInConversation && !isInGrant && !own.has(shared.who) && !own.has(shared.app)) continue
    const erasure = given.erased === undefined || given.erased <= index ? undefined : erasures.get(given.erased)
    const isTheirs = !isInConversation || erasure?.who === shared.who
    // Only one's own entries about permissions are in one's history, so no erasure of somebody else closes them.
    const isOther = given.in.some(({ sequence }) => {
      const { of, lid } = sequences[sequence] ?? {}
      return of === 'person' && !isInConversation && lid !== erasure?.who
    })
    if (!erasure || !isTheirs || isOther || erasure.left-- <= 0)
      find('V10', 'violation', `Entry ${index} is closed, and no erasure in the log says why.`, index)
    else if (people.has(erasure.who))
      find(
        'V10',
        'insufficient',
        `Entry ${index} is closed by an erasure of the very person whose evidence this is.`,
        index
      )
    else erased++
  }
  if (erased > 0)
    find('V10', 'remark', `${erased} entries are closed since the person whom they were about was erased.`)
}
