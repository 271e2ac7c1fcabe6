// How far conversations had come, as far as accesses show it, to hold "from now on" against what a permission states.
import type { GrantAnswers, OwnerTextOf } from '@parley/protocol/log/entry-texts.ts'
import { timeMs } from '@parley/protocol/log/scalars.ts'
import type { AccessShared } from './permission.ts'

/** By conversation: each new highest seq, with the time of the access that showed it. */
export type SeenPlaces = Map<string, { seq: number; atMs: number }[]>

/** While a permission is being given, a conversation can go on; no giving takes as long as this. */
const givingMs = 60_000

export const noteSeen = (seen: SeenPlaces, { conv, at }: AccessShared, { items }: OwnerTextOf<'access'>): void => {
  const places = seen.get(conv) ?? []
  const last = places.at(-1)?.seq ?? 0
  const seq = items.reduce((highest, item) => Math.max(highest, item.seq), 0)
  if (seq > last) seen.set(conv, [...places, { seq, atMs: timeMs(at) ?? Infinity }])
}

/** Whether a permission for what comes from now on reaches messages that had been there long before it was given. */
export const reachesBack = (seen: SeenPlaces, { history, conversations }: GrantAnswers, at: string): boolean =>
  !history &&
  conversations.some(({ conversation, fromSeq }) => {
    const before = (timeMs(at) ?? 0) - givingMs
    const known = seen.get(conversation)?.findLast(({ atMs }) => atMs <= before)
    return known !== undefined && fromSeq < known.seq
  })
