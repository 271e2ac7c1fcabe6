// Check V11 for what entries say: each stands in the histories of those whom it is about, and in no other person's or app's.
import type { BundleSequence } from '@parley/protocol/log/evidence-bundle.ts'
import type { Find } from '@parley/protocol/log/finding.ts'
import type { BundleView } from './context.ts'

type Judged = BundleView['entries'][number]

/** Whom the texts name: the app of an entry about an app, the person of one about a person; undefined where they do not say. */
const namedBy = ({ shared, owner }: Judged): { person?: string; app?: string } => {
  if (!shared) return {}
  switch (shared.frame) {
    case 'register':
    case 'key':
    case 'suspend':
      return { app: shared.app }
    case 'access':
    case 'undo':
      return { app: shared.app, person: shared.who }
    case 'grant':
    case 'decision':
    case 'list':
      return { app: shared.app, ...(owner && { person: owner.who }) }
    case 'withhold':
    case 'close':
      return { person: shared.lid }
    case 'open':
    case 'passkey':
    case 'staff':
    case 'erase':
      return owner ? { person: owner.who } : {}
    default:
      return shared satisfies never
  }
}

/** Besides the named ones these have others as parties: the members of a conversation, or one app. */
const hasOthers = new Set(['access', 'undo', 'withhold', 'close', 'erase'])
/** May be in evidence without being in any history there. */
const mayStandAlone = new Set(['register', 'key', 'suspend', 'withhold', 'close', 'undo', 'passkey'])

export const checkParties = ({ sequences, entries }: BundleView, find: Find): void => {
  /** Where the sequence of each person and app begins here; what is before it may be left out. */
  const parties = sequences.flatMap((sequence, place) =>
    sequence.of === 'grant'
      ? []
      : [{ sequence, place, start: entries.find((entry) => isIn(entry, place))?.index ?? Infinity }]
  )
  for (const entry of entries) {
    const { index, shared, given } = entry
    if (!shared) continue
    const named = namedBy(entry)
    const lids = [named.person, named.app].filter((lid) => lid !== undefined)
    for (const { sequence, place, start } of parties) {
      const isNamed = lids.includes(sequence.lid)
      if (isIn(entry, place)) {
        if (!isNamed && !hasOthers.has(shared.frame) && lids.length > 0 && !isUnnamed(entry, sequence))
          find('V11', 'violation', `Entry ${index} is about somebody else than ${nameOf(sequence)}.`, index)
      } else if (isNamed && (sequence.first === 1 || index > start))
        find('V11', 'violation', `Entry ${index} is about ${nameOf(sequence)} and is not in its history.`, index)
    }
    if (given.in.length === 0 && !mayStandAlone.has(shared.frame))
      find('V11', 'violation', `Entry ${index} is in nobody’s history here.`, index)
  }
}

const isIn = ({ given }: Judged, place: number): boolean => given.in.some(({ sequence }) => sequence === place)

/** A person is named in the owner text of entries about permissions, which may be closed. */
const isUnnamed = ({ shared, owner }: Judged, { of }: BundleSequence): boolean =>
  of === 'person' && !owner && (shared?.frame === 'grant' || shared?.frame === 'decision' || shared?.frame === 'list')

const nameOf = ({ of, lid }: BundleSequence): string => `the ${of} ${lid.slice(0, 8)}`
