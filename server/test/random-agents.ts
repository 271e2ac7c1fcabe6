// Steps of random histories in which agents read and write, and people decide what they wanted to write.
import { bearer } from '@parley/world/test-token.ts'
import { decideApproval } from '../src/access/decide-approval.ts'
import { readChanges } from '../src/access/read-changes.ts'
import { newSecret } from '../src/base/random.ts'
import { Refusal } from '../src/base/refusal.ts'
import { pick, type RandomWorld, type Step } from './random-world.ts'

const unlessRefused = (error: unknown): void => {
  if (!(error instanceof Refusal)) throw error
}

export const decide = async (world: RandomWorld, { b, c }: Step): Promise<void> => {
  const wanted = pick([...world.wanted], b)
  if (!wanted) return
  const { id, grant } = wanted
  const { person } = world.model.grant(grant)
  // It may be over: the permission has ended, or its app is suspended.
  await decideApproval(world.parley, person, id, c % 4 === 0 ? 'denied' : 'approved').catch(unlessRefused)
  if (c % 5 > 0) await world.writeAgain(wanted)
}

/** An agent reads everywhere and writes somewhere; it gets a wide permission when it has none. */
export const agentTurn = async (world: RandomWorld, step: Step): Promise<void> => {
  const place = world.apps.findIndex(({ agent }) => agent)
  const app = world.apps[place]
  if (!app) return
  const able = () =>
    [...world.model.grants.values()].filter(
      ({ id, answers, ...grant }) =>
        grant.app === app.id &&
        world.model.isLive(id) &&
        ['read', 'write'].every((one) => answers.actions.includes(one as 'read'))
    )
  // The bits of answers that have all actions, any messages, and all history in all conversations; without limits.
  if (able().length === 0) await world.give({ ...step, b: place, c: 2, bits: 0b111_1011_1111 })
  const grant = pick(able(), step.b)
  if (!grant) return
  const token = bearer(world.tokens.get(grant.id) ?? '')
  await readChanges(world.parley, token, { limit: 1 + (step.bits % 8) }, () => (id) => id).catch(unlessRefused)
  const conversation = pick(world.model.reach(grant.id), step.a) ?? world.direct
  await world.write(grant.id, { conversation, key: newSecret(), bits: step.c })
  await decide(world, step)
}
