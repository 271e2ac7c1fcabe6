// Bends one undo, list or approval that the platform recorded into one that it must not record.
import { randomUUID } from 'node:crypto'
import type { Bend } from './bent-accesses.ts'
import type { StoredEntry } from './replay-entries.ts'

type Shared = { t: string; n: number; who: string; what: string }
type Owner = { g: string; who: string; what: string; items: [string, number, string, 0 | 1, ...unknown[]][] }

const changed = (entries: StoredEntry[], at: number, change: (shared: Shared, owner: Owner) => void): StoredEntry[] => {
  const shared = JSON.parse(entries[at]!.shared) as Shared
  const owner = JSON.parse(entries[at]!.owner) as Owner
  change(shared, owner)
  return entries.with(at, { ...entries[at]!, shared: JSON.stringify(shared), owner: JSON.stringify(owner) })
}

/** entries[at] is an undo. */
export const bendsOfUndo = (entries: StoredEntry[], at: number): Bend[] => {
  const bend = (name: string, change: (shared: Shared, owner: Owner) => void): Bend => ({
    name: `undo: ${name}`,
    checks: ['V19'],
    entries: changed(entries, at, change)
  })
  const isRestore = (JSON.parse(entries[at]!.shared) as Shared).what === 'restore'
  return [
    bend('a count too high', (s) => s.n++),
    bend('another person', (s) => (s.who = '0'.repeat(64))),
    bend('a message named twice', (s, o) => {
      o.items.push(o.items[0]!)
      s.n++
    }),
    bend('a message that stands otherwise', (_, o) => (o.items[0]![3] = o.items[0]![3] === 1 ? 0 : 1)),
    bend('a message of nobody', (_, o) => (o.items[0]![0] = randomUUID())),
    ...(isRestore
      ? [
          bend('another commitment', (_, o) => (o.items[0]![2] = `${'A'.repeat(43)}=`)),
          { name: 'undo: a second time', checks: ['V19' as const], entries: entries.toSpliced(at, 0, entries[at]!) }
        ]
      : [])
  ]
}

/** entries[at] is a list. */
export const bendsOfList = (entries: StoredEntry[], at: number): Bend[] => {
  const { g, what } = JSON.parse(entries[at]!.owner) as Owner
  const stood = entries.slice(0, at).findLast(({ shared, owner }) => {
    const { t } = JSON.parse(shared) as Shared
    return (t === 'give' || t === 'narrow') && (JSON.parse(owner) as Owner).g === g
  })!
  const { answers } = JSON.parse(stood.owner) as { answers: { friends: boolean; all: boolean } }
  const bends: Bend[] = [
    { name: 'list: a count too high', checks: ['V19'], entries: changed(entries, at, (s) => s.n++) },
    { name: 'list: of nobody', checks: ['V17'], entries: changed(entries, at, (_, o) => (o.g = randomUUID())) }
  ]
  if (!answers.friends)
    bends.push({
      name: 'list: friends',
      checks: ['V17'],
      entries: changed(entries, at, (_, o) => (o.what = 'friends'))
    })
  if (!answers.all && what === 'conversations')
    bends.push({
      name: 'list: another conversation',
      checks: ['V17'],
      entries: changed(entries, at, (s, o) => (s.n = o.items.push(randomUUID() as never)))
    })
  return bends
}

/** entries[at] is an approval whose message was written afterwards. */
export const bendsOfApproval = (entries: StoredEntry[], at: number): Bend[] => [
  { name: 'approval: none', checks: ['V17'], entries: entries.toSpliced(at, 1) },
  {
    name: 'approval: of another person',
    checks: ['V17'],
    entries: changed(entries, at, (_, o) => (o.who = '0'.repeat(64)))
  },
  {
    name: 'approval: after the write',
    checks: ['V17'],
    entries: [...entries.toSpliced(at, 1), entries[at]!]
  }
]
