// Steps of random histories in which people withhold what they wrote, and close groups to apps.
import { Refusal } from '../src/base/refusal.ts'
import { closeGroup, reopenGroup } from '../src/grants/close-group.ts'
import { allowWords, withholdWords } from '../src/grants/withhold.ts'
import { pick, type RandomWorld, type Step } from './random-world.ts'

export const withhold = async (world: RandomWorld, { a, b, c, bits }: Step): Promise<void> => {
  const conversation = bits % 2 === 0 ? undefined : a % 3 === 0 ? world.direct : world.group
  const author = pick([...world.model.conversation(conversation ?? world.group).members.keys()], b)
  if (!author) return
  const app = bits % 3 === 0 ? undefined : pick(world.apps, c)?.id
  await withholdWords(world.parley, author, { app, conversation })
  world.model.withheld.push({ author, app, conversation })
}

export const allow = async (world: RandomWorld, { a }: Step): Promise<void> => {
  const one = pick(
    world.model.withheld.filter(({ author }) => !world.model.gone.has(author)),
    a
  )
  if (!one) return
  await allowWords(world.parley, one.author, one)
  const { author, app, conversation } = one
  world.model.withheld = world.model.withheld.filter(
    (other) => other.author !== author || other.app !== app || other.conversation !== conversation
  )
}

export const close = async (world: RandomWorld, { b, c }: Step): Promise<void> => {
  // Open for most of the time, so that something is read.
  if (c % 2 > 0) return
  const person = pick([...world.model.conversation(world.group).members.keys()], b)
  if (!person) return
  await closeGroup(world.parley, person, world.group)
  if (!world.model.closed.has(world.group)) world.model.closed.set(world.group, person)
}

export const reopen = async (world: RandomWorld, { b }: Step): Promise<void> => {
  const { members } = world.model.conversation(world.group)
  const person = pick([...members.keys()], b)
  const closer = world.model.closed.get(world.group)
  if (!person || closer === undefined) return
  const may = closer === person || !members.has(closer)
  try {
    await reopenGroup(world.parley, person, world.group)
    if (!may) throw new Error('The platform reopened a group for somebody who may not')
    world.model.closed.delete(world.group)
  } catch (error) {
    if (may || !(error instanceof Refusal)) throw error
  }
}
