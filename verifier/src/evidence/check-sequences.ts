// Checks V11, V12, V13, V18 and V23: each party's entries are its own, none is missing in between, and the chain ends at its head.
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import { linkChain, startChain } from '@parley/protocol/log/chain.ts'
import type { BundleSequence } from '@parley/protocol/log/evidence-bundle.ts'
import type { CheckId, Find } from '@parley/protocol/log/finding.ts'
import { fromHex } from '@parley/protocol/log/hex.ts'
import { lidOf, periodKey, tagOf } from '@parley/protocol/log/party.ts'
import type { BundleView } from './context.ts'
import type { JudgedHead } from './judge-head.ts'

type Member = { entry: BundleView['entries'][number]; i: number; month: string }

/** heads: what the log signed about each sequence, where it did. */
export const checkSequences = (view: BundleView, heads: (JudgedHead | undefined)[], find: Find): void => {
  const members: Member[][] = view.sequences.map(() => [])
  for (const entry of view.entries) {
    for (const { sequence, i, month } of entry.given.in) {
      const list = members[sequence]
      if (list) list.push({ entry, i, month })
      else find('V11', 'malformed', `Entry ${entry.index} is said to be in a sequence that is not here.`, entry.index)
    }
  }
  for (const [at, sequence] of view.sequences.entries()) {
    checkKeys(sequence, find)
    checkMembers(sequence, members[at]!, find)
    const head = heads[at]
    if (head) checkEnd(sequence, members[at]!, head, find)
  }
  checkPerson(view, find)
  checkGrants(view, members, find)
}

const nameOf = ({ of, lid, grant }: BundleSequence): string =>
  of === 'grant' ? `the permission ${grant ?? lid.slice(0, 8)}` : `the ${of} ${lid.slice(0, 8)}`

const checkKeys = (sequence: BundleSequence, find: Find): void => {
  const { k, lid, months } = sequence
  if (!k) return
  const derived = fromHex(lid)
  if (!derived || !sameBytes(lidOf(k), derived))
    find('V23', 'violation', `The key of ${nameOf(sequence)} does not belong to its name.`)
  for (const [month, key] of months)
    if (!sameBytes(periodKey(k, month), key))
      find('V23', 'violation', `The key of ${month} does not come from the key of ${nameOf(sequence)}.`)
}

/** What is missing in the history of a permission is V18, of a person or an app V12. */
const gapCheck = ({ of }: BundleSequence): CheckId => (of === 'grant' ? 'V18' : 'V12')

const checkMembers = (sequence: BundleSequence, members: Member[], find: Find): void => {
  let [next, lastMonth, lastIndex] = [sequence.first, '', -1]
  for (const { entry, i, month } of members) {
    const { index } = entry
    if (index <= lastIndex)
      find('V12', 'violation', `Entry ${index} stands for two numbers of ${nameOf(sequence)}.`, index)
    lastIndex = index
    if (i !== next)
      find(
        gapCheck(sequence),
        'violation',
        `Of ${nameOf(sequence)}, entry ${next} is missing; entry ${i} comes instead.`,
        index
      )
    next = i + 1
    if (month < lastMonth) find('V12', 'violation', `The months of ${nameOf(sequence)} go back.`, index)
    lastMonth = month
    const key = sequence.months.get(month)
    if (!key) {
      find('V11', 'insufficient', `The key of ${month} for ${nameOf(sequence)} is missing.`, index)
      continue
    }
    const tag = tagOf(key, i)
    if (entry.entry.tags.filter((one) => sameBytes(one, tag)).length !== 1)
      find('V11', 'violation', `Entry ${index} is not number ${i} of ${nameOf(sequence)}.`, index)
  }
}

const checkEnd = (sequence: BundleSequence, members: Member[], head: JudgedHead, find: Find): void => {
  const end = sequence.first + members.length - 1
  if (end !== head.n)
    find(
      gapCheck(sequence),
      'violation',
      `${nameOf(sequence)} has ${head.n} entries in the log; this file ends at number ${end}.`
    )
  const lid = fromHex(sequence.lid)
  const start = sequence.first === 1 && lid ? startChain(lid) : sequence.chain
  if (!sameBytes(start, sequence.chain))
    find('V13', 'violation', `The chain of ${nameOf(sequence)} does not begin with its name.`)
  const chain = members.reduce((before, { entry }) => linkChain(before, entry.leafHash), start)
  if (!sameBytes(chain, head.chain))
    find('V13', 'violation', `The entries of ${nameOf(sequence)} here are not those that the log chained together.`)
}

const checkPerson = ({ sequences, trust: { lid } }: BundleView, find: Find): void => {
  const own = sequences.filter(({ of }) => of !== 'grant')
  if (sequences.length === 0) find('V23', 'insufficient', 'The file holds nobody’s history.')
  if (lid !== undefined && !own.some((sequence) => sequence.lid === lid))
    find('V23', 'violation', `This is not the evidence of ${lid}.`)
  if (lid === undefined && own[0])
    find('V23', 'remark', `Compare the name ${own[0].lid} with the one that the ${own[0].of} kept; give it with --lid.`)
}

/** An entry under a permission is in the sequence of that permission, and nothing else is. */
const checkGrants = ({ sequences, entries }: BundleView, members: Member[][], find: Find): void => {
  const places = new Map(
    sequences.flatMap(({ of, grant }, at) => (of === 'grant' && grant !== undefined ? [[grant, at] as const] : []))
  )
  const missing = new Set<string>()
  for (const { index, owner, given } of entries) {
    if (!owner || !('g' in owner)) continue
    const place = places.get(owner.g)
    if (place === undefined) missing.add(owner.g)
    else if (!given.in.some(({ sequence }) => sequence === place))
      find('V18', 'violation', `Entry ${index} is not in the history of its permission.`, index)
  }
  for (const grant of missing)
    find('V18', 'insufficient', `The history of the permission ${grant} is not in this file.`)
  for (const [at, sequence] of sequences.entries()) {
    if (sequence.of !== 'grant') continue
    if (sequence.first !== 1)
      find('V18', 'insufficient', `The history of ${nameOf(sequence)} does not begin at its beginning here.`)
    for (const { entry } of members[at]!) {
      const { owner, index } = entry
      if (owner && (!('g' in owner) || owner.g !== sequence.grant))
        find('V18', 'violation', `Entry ${index} stands in the history of a permission that is not its own.`, index)
    }
  }
}
