// Steps of random histories in which accounts close, apps are suspended, and permissions end in all other ways.
import { setTimeout as sleep } from 'node:timers/promises'
import { endCompromised } from '../src/grants/end-compromised.ts'
import { endGrants } from '../src/grants/end-grants.ts'
import { giveBackGrant } from '../src/grants/give-back-grant.ts'
import { restoreApp } from '../src/grants/restore-app.ts'
import { suspendApp } from '../src/grants/suspend-app.ts'
import { closeAccount } from '../src/privacy/close-account.ts'
import { finishErasures } from '../src/privacy/finish-erasures.ts'
import { type Act, pick, type RandomWorld, type Step } from './random-world.ts'

/** At most one of a world; now and then the log has lost their texts and keys before the next step. */
export const closeSome = async ({ parley, model, living }: RandomWorld, { b, c, bits }: Step): Promise<void> => {
  const person = pick(living, b)
  if (!person || model.gone.size > 0 || c % 3 > 0) return
  await closeAccount(parley, person)
  model.erase(person)
  while (bits % 8 === 0) {
    await finishErasures(parley, 0)
    if ((await parley.sql`select from privacy.erasure where person_id = ${person}`).length === 0) return
    await sleep(20)
  }
}

export const suspendOrRestore = async ({ parley, model, apps }: RandomWorld, { b, c }: Step): Promise<void> => {
  const app = pick(apps, b)?.id ?? ''
  if (model.suspended.delete(app)) await restoreApp(parley, app, 'mended')
  else if (c % 3 === 0) {
    await suspendApp(parley, app, 'a rule was broken')
    model.suspended.add(app)
  }
}

/** What holds for an app that is let in again is more than what holds for one that is not. */
export const restoreAll = async ({ parley, model }: RandomWorld): Promise<void> => {
  for (const app of model.suspended) await restoreApp(parley, app, 'mended')
  model.suspended.clear()
}

export const endSome = async (world: RandomWorld, step: Step): Promise<void> => {
  const grant = world.liveGrant(step)
  if (step.c % 3 === 0) await endGrants(world.parley)
  else if (grant) {
    if (step.c % 3 === 1) await giveBackGrant(world.parley, grant.app, grant.id)
    else await endCompromised(world.parley, grant.id)
    world.model.end(grant.id)
  }
}

/** Somebody is out of the group while one of these happens, and comes back. */
export const away =
  (acts: readonly Act[]): Act =>
  async (world, step) => {
    const person = await world.leave(step)
    if (!person) return
    await pick(acts, step.c)?.(world, step)
    await world.join(step, person)
  }
