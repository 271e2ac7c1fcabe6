// The rules of what becomes of a report: what is kept, what may go out, and what never does.
import type { Watched } from '@parley/connectors/media/watched.ts'
import type { Wishes } from '../wishes.ts'

/** Whose account it is, as the person said; unknown until they did. */
export type Whose = 'mine' | 'other' | 'unknown'

/** finished: it was before this report. sentTo: conversations that have or had this title, in whatever state. */
export type Known = { whose: Whose; finished: boolean; sentTo: readonly string[] }

/**
 * hidden, other: nothing is kept. ask: the person is asked whether the account is theirs. shelf: kept, and nothing goes out.
 * send: kept, and sent as the person wished, to a friend who never had it.
 */
export type Decision = 'hidden' | 'other' | 'ask' | 'shelf' | 'send'

const same = (a: string, b: string): boolean => a.trim().toLocaleLowerCase() === b.trim().toLocaleLowerCase()
const secretLibrary = /\b(adults?( only)?|hidden|private|xxx|porn\w*)\b/i

export const isHidden = (watched: Pick<Watched, 'adult' | 'libraries'>, hiddenLibraries: readonly string[]): boolean =>
  watched.adult ||
  watched.libraries.some(
    (library) => secretLibrary.test(library) || hiddenLibraries.some((hidden) => same(hidden, library))
  )

export const decide = (watched: Watched, { sendTo, hiddenLibraries }: Wishes, known: Known): Decision => {
  if (isHidden(watched, hiddenLibraries)) return 'hidden'
  if (known.whose === 'other') return 'other'
  if (known.whose === 'unknown') return 'ask'
  // What was finished before the person chose a friend stays at home, however often its end is told again.
  if (!watched.completed || sendTo === undefined || known.finished) return 'shelf'
  return known.sentTo.includes(sendTo.conversation) ? 'shelf' : 'send'
}
