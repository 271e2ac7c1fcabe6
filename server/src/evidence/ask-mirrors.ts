// Asks mirrors whether more entries of a party follow, for those who check evidence later without asking anybody.
import { toHex } from '@parley/protocol/log/hex.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { periodKey, tagOf } from '@parley/protocol/log/party.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { parseTagAnswer } from '@parley/protocol/log/tag-answer-text.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import type { EvidencePlan } from './evidence-plan.ts'
import { monthsTo, type Sequence } from './read-sequences.ts'

const waitMs = 2000
const answerCharactersMax = 100_000

const ask = async (url: string): Promise<string | undefined> => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(waitMs), redirect: 'error' })
    const text = answer.ok ? await answer.text() : ''
    const note = text.length > answerCharactersMax ? undefined : parseNote(text)
    return note && parseTagAnswer(note.text) ? text : undefined
  } catch {
    return undefined
  }
}

/**
 * About the number after the last of each person and app (of each grant in evidence of one app), for every month in which it could stand. Those that do not answer in two
 * seconds are left out; whoever checks the evidence says then what was not confirmed.
 */
export const askMirrors = async (
  sequences: readonly Sequence[],
  { checkpoint }: Pick<EvidencePlan, 'checkpoint'>,
  { origin, mirrors }: { origin: string; mirrors: readonly { url: string }[] }
): Promise<string[]> => {
  if (mirrors.length === 0) return []
  const log = toHex(sha256(toUtf8(origin)))
  // Each entry under a permission is also one of its person and of its app, so their ends cover it where they are in the evidence.
  const parties = sequences.filter(({ of }) => of !== 'grant')
  const tags = (parties.length > 0 ? parties : sequences).flatMap(({ k, n, months }) =>
    monthsTo(months.last, checkpoint).map((month) => toHex(tagOf(periodKey(k, month), n + 1)))
  )
  const answers = await Promise.all(
    mirrors.flatMap(({ url }) => tags.map((tag) => ask(`${url}/${log}/tag/${tag}?size=${checkpoint.size}`)))
  )
  return answers.filter((answer) => answer !== undefined)
}
