// A permission may only ever become narrower: compares its answers before and after a change.
import type { GrantAnswers } from '@parley/protocol/log/entry-texts.ts'
import { timeMs } from '@parley/protocol/log/scalars.ts'

const untils: GrantAnswers['until'][] = ['once', 'hour', 'day', '30_days', '90_days', 'until_revoked']

const endMs = ({ ends }: GrantAnswers): number => (ends === null ? Infinity : (timeMs(ends) ?? Infinity))

/** What became wider, as a sentence; undefined when nothing did. */
export const narrowerProblem = (before: GrantAnswers, after: GrantAnswers): string | undefined => {
  const wider = (what: string) => `The permission was made wider: ${what}.`
  if (!after.actions.every((action) => before.actions.includes(action))) return wider('it allows more actions')
  if (after.friends && !before.friends) return wider('it shows friends')
  if (after.all && !before.all) return wider('it reaches all conversations')
  const was = new Map(before.conversations.map(({ conversation, fromSeq }) => [conversation, fromSeq]))
  for (const { conversation, fromSeq } of after.conversations) {
    // A conversation younger than a grant for all conversations has no place of its own; it is read from its start.
    const from = was.get(conversation) ?? (before.all ? 0 : Infinity)
    if (fromSeq < from) return wider('it reaches more of a conversation')
  }
  if (after.all && [...was.keys()].some((id) => !after.conversations.some(({ conversation }) => conversation === id)))
    return wider('it reaches further back')
  if (before.own && !after.own) return wider('it reaches the messages of others')
  if (after.history && !before.history) return wider('it reaches further back')
  if (untils.indexOf(after.until) > untils.indexOf(before.until) || endMs(after) > endMs(before))
    return wider('it lasts longer')
  const { kinds } = before
  if (kinds && !(after.kinds?.every((kind) => kinds.includes(kind)) ?? false))
    return wider('it allows more kinds of message')
  if ((after.perDay ?? Infinity) > (before.perDay ?? Infinity)) return wider('it allows more messages a day')
  return after.why === before.why ? undefined : wider('it has another purpose')
}
