// Bends one access that the platform allowed into one that it must not allow, as a dishonest platform would log it.
import type { CheckId } from '@parley/protocol/log/finding.ts'
import type { StoredEntry } from './replay-entries.ts'

type Item = [
  message: string,
  author: number,
  commitment: string,
  deleted: 0 | 1,
  seq: number,
  answers: string | null,
  kind?: string
]
export type AccessShared = {
  t: string
  at: string
  app: string
  who: string
  conv: string
  n: number
  from: string[]
}
export type AccessOwner = { g: string; who: string; from: string[]; items: Item[]; why: string }
export type Given = {
  g: string
  who: string
  consent: string | null
  answers: {
    actions: string[]
    friends: boolean
    all: boolean
    own: boolean
    history: boolean
    until: string
    ends: string | null
    why: string
    conversations: [string, number][]
    kinds?: string[]
    perDay?: number
  }
}
/** A message as the database holds it; author is a lid. */
export type AnyMessage = { id: string; conversation: string; seq: number; author: string; app: string | null }

/** entries: the whole log with the bend in it; checks: one of them must name it. */
export type Bend = { name: string; entries: StoredEntry[]; checks: CheckId[] }

export const parsed = ({ shared, owner }: StoredEntry) => ({
  shared: JSON.parse(shared) as AccessShared,
  owner: JSON.parse(owner) as AccessOwner
})

/** The log with one access changed in place. */
const changed = (
  entries: StoredEntry[],
  at: number,
  change: (shared: AccessShared, owner: AccessOwner) => void
): StoredEntry[] => {
  const { shared, owner } = parsed(entries[at]!)
  change(shared, owner)
  return entries.with(at, { ...entries[at]!, shared: JSON.stringify(shared), owner: JSON.stringify(owner) })
}

const moved = (entries: StoredEntry[], from: number, to: number): StoredEntry[] =>
  entries.toSpliced(from, 1).toSpliced(to, 0, entries[from]!)

export const isAbout = (entry: StoredEntry, g: string, kinds: string[]): boolean =>
  kinds.includes(parsed(entry).shared.t) && (parsed(entry).owner as unknown as Given).g === g

/** Adds a message to the items of a read, honestly described. */
const addMessage = (shared: AccessShared, owner: AccessOwner, { id, seq, author }: AnyMessage): void => {
  if (!shared.from.includes(author)) {
    shared.from.push(author)
    owner.from.push(author)
  }
  owner.items.push([id, shared.from.indexOf(author), `${'A'.repeat(43)}=`, 0, seq, null])
  shared.n++
}

/** Messages that the answers do not disclose, as far as a log can tell: older than the reach, or of others under "own". */
const undisclosed = (
  messages: AnyMessage[],
  { app, conv }: AccessShared,
  { items }: AccessOwner,
  { answers }: Given
) => {
  const from = answers.conversations.find(([id]) => id === conv)?.[1] ?? 0
  return messages.find(
    ({ id, conversation, seq, app: by }) =>
      conversation === conv && items.every(([item]) => item !== id) && (seq <= from || (answers.own && by !== app))
  )
}

/** All bends that this access allows. messages: all there are; entries[at] is a read, write or delete. */
export const bendsOf = (entries: StoredEntry[], at: number, messages: AnyMessage[]): Bend[] => {
  const { shared, owner } = parsed(entries[at]!)
  const { g } = owner
  const first = entries.findIndex((entry) => isAbout(entry, g, ['give']))
  const last = entries.findLastIndex((entry) => isAbout(entry, g, ['revoke', 'end']))
  // The answers as they stood: those of the last change before the access.
  const stood = entries.slice(0, at).findLast((entry) => isAbout(entry, g, ['give', 'narrow']))
  const given = parsed(stood!).owner as unknown as Given
  const { answers } = given
  const bend = (name: string, checks: CheckId[], change: (shared: AccessShared, owner: AccessOwner) => void): Bend => ({
    name,
    checks,
    entries: changed(entries, at, change)
  })
  const bends = [
    { name: 'before it was given', entries: moved(entries, at, first), checks: ['V17'] as CheckId[] },
    bend('a count too high', ['V19'], (s) => s.n++),
    bend('another purpose', ['V17'], (_, o) => (o.why = 'dpv:Advertising')),
    bend('a permission that nobody gave', ['V17'], (_, o) => (o.g = o.g.replace(/^.{8}/, '00000000'))),
    bend('another person', ['V17'], (s, o) => (s.who = o.who = '0'.repeat(64))),
    bend('another person to the others', ['V19'], (s) => (s.who = '0'.repeat(64))),
    bend('another app', ['V17'], (s) => (s.app = '0'.repeat(64)))
  ]
  if (shared.from.length > 0) {
    const [author = ''] = shared.from
    const both = (name: string, lid: string): Bend =>
      bend(name, ['V19'], (s, o) => [s, o].forEach(({ from }) => from.push(lid)))
    bends.push(
      bend('an author hidden', ['V19'], (s) => s.from.pop()),
      both('an author of nothing', '0'.repeat(64)),
      bend('an author who is not named', ['V19'], (_, o) => (o.items[0]![1] = shared.from.length))
    )
    if (author !== '') bends.push(both('an author named twice', author))
  }
  if (last > at) bends.push({ name: 'after its end', entries: moved(entries, at, last), checks: ['V17'] })
  if (!answers.all)
    bends.push(bend('another conversation', ['V17'], (s) => (s.conv = s.conv.replace(/^.{8}/, '00000000'))))
  const missing = ['read', 'write', 'delete'].find((action) => !answers.actions.includes(action))
  if (missing !== undefined) bends.push(bend(`a ${missing} that is not allowed`, ['V17'], (s) => (s.t = missing)))
  const { kinds } = answers
  if (kinds && owner.items.length > 0) {
    const kind = ['text', 'song', 'film', 'episode', 'receipt', 'link'].find((one) => !kinds.includes(one))
    bends.push(bend('a kind that is not told', ['V17'], (_, o) => o.items[0]!.splice(6)))
    if (kind !== undefined) bends.push(bend('a kind that is not allowed', ['V17'], (_, o) => (o.items[0]![6] = kind)))
  }
  if (shared.t === 'read') {
    // There is none where all are withheld.
    const [one] = owner.items
    if (one)
      bends.push(
        bend('a message named twice', ['V19'], (s, o) => {
          o.items.push(one)
          s.n++
        })
      )
    const more = undisclosed(messages, shared, owner, given)
    if (more) bends.push(bend('a message that is not disclosed', ['V17'], (s, o) => addMessage(s, o, more)))
  }
  return bends
}
