// Checks V15 and V16: no further entry of a party is in the tree, and no tag stands twice, by tiles or by the word of mirrors.
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import type { BundleSequence } from '@parley/protocol/log/evidence-bundle.ts'
import type { Find } from '@parley/protocol/log/finding.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { monthOf, monthsBetween, tagOf } from '@parley/protocol/log/party.ts'
import { parseTagAnswer } from '@parley/protocol/log/tag-answer-text.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import type { BundleView, TagIndex } from './context.ts'
import { findRepeatedTags } from './find-repeated-tags.ts'
import type { JudgedHead } from './judge-head.ts'
import type { Permissions } from './permission.ts'

/** What is known about where tags stand. */
type Answers = { isAsked: boolean; indexesOf: (tag: string) => number[] | undefined }

export const checkAbsence = async (
  view: BundleView,
  tags: readonly string[],
  { heads, grants }: { heads: (JudgedHead | undefined)[]; grants: Permissions['grants'] },
  find: Find
): Promise<void> => {
  const { allTags } = view.trust
  if (allTags) findRepeatedTags(allTags, find)
  const answers = allTags ? fromTiles(allTags) : await fromMirrors(view, tags, find)
  const seenMonth = monthOf(view.checkpoint.seenMs ?? view.trust.nowMs)
  let isUnsure = false
  for (const sequence of openEnds(view, grants)) {
    const head = heads[view.sequences.indexOf(sequence)]
    const end = head && { next: head.n + 1, last: lastMonth(view, sequence), to: seenMonth }
    const isKnown = end && checkEnd(sequence, end, answers, find)
    if (head && !isKnown) isUnsure = true
  }
  if (isUnsure && answers.isAsked)
    find('V15', 'insufficient', 'Whether more entries follow was not answered by enough mirrors.')
  if (isUnsure && !answers.isAsked)
    find(
      'V15',
      'remark',
      'That no more entries follow is the log’s own signed word; a mirror, or the whole log with --log, could confirm it.'
    )
}

/** Each entry under a permission is also one of its person and of its app, so the end of either covers it. */
const openEnds = ({ sequences }: BundleView, grants: Permissions['grants']): BundleSequence[] => {
  const lids = new Set(sequences.flatMap(({ of, lid }) => (of === 'grant' ? [] : [lid])))
  return sequences.filter(({ of, grant }) => {
    const state = of === 'grant' && grant !== undefined ? grants.get(grant) : undefined
    return !state || !(lids.has(state.who) || lids.has(state.app))
  })
}

/** The month of the last entry; isProven: an entry here has a tag under the key of that month. */
type Last = { month: string; isProven: boolean }

const lastMonth = ({ entries, sequences }: BundleView, sequence: BundleSequence): Last => {
  const place = sequences.indexOf(sequence)
  const last = entries.flatMap(({ given }) => given.in.filter((one) => one.sequence === place)).at(-1)
  if (last) return { month: last.month, isProven: true }
  return { month: [...sequence.months.keys()].toSorted()[0] ?? '', isProven: false }
}

/** Where a further entry could stand: under which number, and up to which month. */
type End = { next: number; last: Last; to: string }

/** A hundred years; nobody keeps one log for longer. */
const monthsMax = 1200

/** False when it is not known for every month. */
const checkEnd = (
  { k, months, lid, of }: BundleSequence,
  { next, last, to }: End,
  { indexesOf }: Answers,
  find: Find
): boolean => {
  const all = last.month === '' ? [] : monthsBetween(last.month, to, monthsMax)
  // A last entry in a month that is still to come is no place to look from.
  let isKnown = all.length > 0 && all.length < monthsMax
  for (const month of all) {
    // Only K itself, or an entry with a tag under it, shows that the key of a month is the party's.
    const isProven = k !== undefined || (month === last.month && last.isProven)
    const indexes = tagIndexes(months.get(month), next, indexesOf)
    if (indexes === undefined || !isProven) isKnown = false
    if (indexes !== undefined && indexes.length > 0)
      find(
        'V15',
        'violation',
        `The log has another entry of the ${of} ${lid.slice(0, 8)} that this file leaves out.`,
        indexes[0]
      )
  }
  return isKnown
}

const tagIndexes = (key: Uint8Array | undefined, next: number, indexesOf: Answers['indexesOf']) =>
  key && indexesOf(toHex(tagOf(key, next)))

const fromTiles = ({ at }: TagIndex): Answers => ({ isAsked: true, indexesOf: (tag) => at.get(tag) ?? [] })

const fromMirrors = async (
  { trust: { mirrors }, checkpoint }: BundleView,
  tags: readonly string[],
  find: Find
): Promise<Answers> => {
  const found = new Map<string, number[]>()
  if (mirrors.length === 0) return { isAsked: false, indexesOf: () => undefined }
  for (const text of tags) {
    const note = parseNote(text)
    const answer = note && parseTagAnswer(note.text)
    if (!note || !answer) {
      find('V15', 'malformed', 'An answer of a mirror cannot be read.')
      continue
    }
    if ((await verifyNote(note, mirrors)).good.length === 0) {
      find('V15', 'violation', 'An answer about a tag is not signed by a mirror that you trust.')
      continue
    }
    const { origin, size, root, indexes } = answer
    if (origin === checkpoint.origin && size === checkpoint.size && sameBytes(root, checkpoint.root))
      found.set(toHex(answer.tag), [...(found.get(toHex(answer.tag)) ?? []), ...indexes])
  }
  return { isAsked: true, indexesOf: (tag) => found.get(tag) }
}
