// Random answers of a person to what an app asks for.
import { type Action, type Answers, untils } from '@parley/protocol/api/grant.ts'
import { randomLimits } from './random-content.ts'
import type { Step } from './random-world.ts'
import type { ReferenceModel } from './reference-model.ts'

export const randomAnswers = (model: ReferenceModel, person: string, { bits, c }: Step): Answers => {
  const has = (bit: number): boolean => ((bits >> bit) & 1) === 1
  const mine = [...model.conversations.values()].filter(({ members }) => members.has(person)).map(({ id }) => id)
  const all = has(0) && has(1)
  return {
    actions: (['read', 'write', 'delete'] as const).filter(
      (action: Action, place) => has(2 + place) || (action === 'read' && has(5))
    ),
    friends: has(6),
    where: all ? 'all' : 'chosen',
    conversations: all ? [] : mine.filter((_id, place) => has(7 + place)),
    messages: has(9) ? 'any' : 'own',
    from: has(10) ? 'all_history' : 'from_now',
    until: untils[1 + (bits % (untils.length - 1))] ?? 'day',
    ...randomLimits(c)
  }
}
