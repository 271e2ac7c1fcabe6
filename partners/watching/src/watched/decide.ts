// The rules of what becomes of a report: what is kept, what may go out, and what never does.
import type { Watched } from '@parley/connectors/media/watched.ts'

/** Whose account it is, as the person said; unknown until they did. */
export type Whose = 'mine' | 'other' | 'unknown'

/** hiddenLibraries: names that the person wrote. sendTo: the conversation for what is finished; undefined is "ask me". */
export type Wishes = { whose: Whose; hiddenLibraries: readonly string[]; sendTo: string | undefined }

/** What was known before. sentTo: conversations that have or had this title, in whatever state. */
export type Known = { finished: boolean; sentTo: readonly string[] }

/**
 * hidden, other: nothing is kept. ask: the person is asked whether the account is theirs. shelf: kept, and nothing goes out.
 * send: kept, and sent to `sendTo`, which never had it.
 */
export type Decision = 'hidden' | 'other' | 'ask' | 'shelf' | 'send'

const same = (a: string, b: string): boolean => a.trim().toLocaleLowerCase() === b.trim().toLocaleLowerCase()
const secretLibrary = /\b(adults?( only)?|hidden|private|xxx|porn\w*)\b/i

export const isHidden = (watched: Pick<Watched, 'adult' | 'libraries'>, hiddenLibraries: readonly string[]): boolean =>
  watched.adult ||
  watched.libraries.some(
    (library) => secretLibrary.test(library) || hiddenLibraries.some((hidden) => same(hidden, library))
  )

export const decide = (watched: Watched, wishes: Wishes, known: Known): Decision => {
  if (isHidden(watched, wishes.hiddenLibraries)) return 'hidden'
  if (wishes.whose === 'other') return 'other'
  if (wishes.whose === 'unknown') return 'ask'
  const { sendTo } = wishes
  // What was finished before the person chose a friend stays at home, however often its end is told again.
  if (!watched.completed || sendTo === undefined || known.finished) return 'shelf'
  return known.sentTo.includes(sendTo) ? 'shelf' : 'send'
}
