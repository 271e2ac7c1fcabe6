// Steps of random histories in which apps delete, and people undo what apps did.
import { bearer } from '@parley/world/test-token.ts'
import { deleteMessage } from '../src/access/delete-message.ts'
import { Refusal } from '../src/base/refusal.ts'
import { undoApp } from '../src/grants/undo-app.ts'
import { pick, type RandomWorld, type Step } from './random-world.ts'

/** A grant that may delete, and where; a wide one is given when there is none, so that histories have something to undo. */
const deletion = async (world: RandomWorld, step: Step) => {
  const may = () =>
    [...world.model.grants.values()].flatMap((grant) =>
      !world.model.isLive(grant.id) || !grant.answers.actions.includes('delete')
        ? []
        : world.model.reach(grant.id).map((conversation) => ({ grant, conversation }))
    )
  if (step.bits % 4 === 0) return { grant: world.liveGrant(step), conversation: world.conversation(step) }
  // The bits of answers that have all actions, any messages, and all history in all conversations.
  if (may().length === 0) await world.give({ ...step, bits: 0b11_1011_1111 | 0b100_0000_0000 })
  return pick(may(), step.b) ?? { grant: undefined, conversation: world.group }
}

export const appDelete = async (world: RandomWorld, step: Step): Promise<void> => {
  const { grant, conversation } = await deletion(world, step)
  if (!grant) return
  const there = world.model.conversation(conversation).events.filter((event) => event.kind === 'message')
  const mine = there.filter((message) => message.author === grant.person && !message.deleted)
  const target = pick(step.bits % 3 > 0 && mine.length > 0 ? mine : there, step.c)
  if (target?.kind !== 'message') return
  // Deleting needs no reading: what may be deleted is judged as if the grant could read.
  const { actions, messages } = grant.answers
  grant.answers = { ...grant.answers, actions: ['read'] }
  const seen = world.model.read(grant.id, conversation)
  grant.answers = { ...grant.answers, actions }
  const shown = Array.isArray(seen) ? seen.find((message) => message.id === target.id) : undefined
  const may =
    world.model.isLive(grant.id) &&
    actions.includes('delete') &&
    shown !== undefined &&
    !shown.withheld &&
    target.author === grant.person &&
    (messages === 'any' || shown.own)
  try {
    await deleteMessage(world.parley, bearer(world.tokens.get(grant.id) ?? ''), { conversation, message: target.id })
    if (!may) throw new Error('The platform deleted what the model refuses')
    if (!target.deleted) world.model.remove(conversation, target.id, grant.app)
  } catch (error) {
    if (may || !(error instanceof Refusal)) throw error
  }
}

export const undoSome = async (world: RandomWorld, { a, b, c, bits }: Step): Promise<void> => {
  const done = [...world.model.conversations.values()].flatMap(({ id: conversation, events }) =>
    events.flatMap((event) => {
      const app = event.kind === 'message' ? (event.keptFrom ?? event.app) : undefined
      return event.kind === 'message' && app !== undefined ? [{ conversation, app, event }] : []
    })
  )
  const kept = done.filter(({ event }) => event.keptFrom !== undefined)
  const one = pick(kept.length > 0 && a % 3 > 0 ? kept : done, c)
  if (!one) return
  const { conversation, event } = one
  const app = b % 5 === 0 ? (pick(world.apps, b)?.id ?? one.app) : one.app
  const what = event.keptFrom === undefined || a % 7 === 0 ? 'written' : 'deleted'
  const only = [{}, { conversation }, { conversation, message: event.id }][bits % 3] ?? {}
  const expected = world.model.undo(what, event.author, app, only)
  try {
    const { restored, takenBack } = await undoApp(world.parley, event.author, app, { what, ...only })
    if (restored + takenBack !== expected) throw new Error(`undone: ${restored + takenBack} and not ${expected}`)
  } catch (error) {
    // There was nothing to undo about this one message.
    if (expected > 0 || !(error instanceof Refusal) || !('message' in only)) throw error
  }
}
