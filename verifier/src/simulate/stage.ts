// A short honest story that tests then bend: Ana lets Tunes read and write, Ben and Cara are her friends.
import { checkBundle } from '../evidence/check-bundle.ts'
import type { BundleTrust } from '../evidence/context.ts'
import type { Report } from '../evidence/report.ts'
import { type BundleObject, makeBundle } from './simulated-bundle.ts'
import { checkpoint, type Party, type SimulatedLog, startLog } from './simulated-log.ts'
import { trustOf } from './simulated-trust.ts'
import {
  access,
  type App,
  type Conversation,
  give,
  type Grant,
  openConversation,
  openPerson,
  registerApp,
  say
} from './simulated-world.ts'

export type Stage = {
  log: SimulatedLog
  ana: Party
  ben: Party
  cara: Party
  tunes: App
  bank: App
  withBen: Conversation
  withCara: Conversation
  /** Ana's for Tunes: read and write, with Ben only, everything. */
  grant: Grant
  /** More permissions of Ana whose history belongs into her evidence. */
  grants: Grant[]
  /** Entries that belong into it besides her own. */
  more: number[]
}

export const pass = (log: SimulatedLog, seconds = 60): void => {
  log.nowMs += seconds * 1000
}

export const setStage = async (isRepeatable = false): Promise<Stage> => {
  const log = await startLog('stage', { isRepeatable })
  const [ana, ben, cara] = [openPerson(log), openPerson(log), openPerson(log)] as const
  const [tunes, bank] = [await registerApp(log, 'Tunes'), await registerApp(log, 'Bank')] as const
  const [withBen, withCara] = [openConversation(log, [ana, ben]), openConversation(log, [ana, cara])] as const
  for (const conversation of [withBen, withCara])
    for (const author of conversation.members) say(log, conversation, author)
  pass(log)
  await checkpoint(log)
  pass(log)
  const grant = give(log, ana, tunes, { actions: ['read', 'write'], all: false, conversations: [[withBen.id, 0]] })
  pass(log)
  await access(log, grant, { t: 'read', conversation: withBen, messages: withBen.messages })
  await access(log, grant, { t: 'write', conversation: withBen, messages: [say(log, withBen, ana, { app: tunes })] })
  pass(log)
  await checkpoint(log)
  pass(log)
  const more = [tunes, bank].flatMap(({ registration, keyEntry }) => [registration, keyEntry])
  return { log, ana, ben, cara, tunes, bank, withBen, withCara, grant, grants: [grant], more }
}

/** Signs the log as it is now and gives Ana her evidence. */
export const evidenceOf = async ({ log, ana, grants, more }: Stage): Promise<BundleObject> => {
  pass(log, 1)
  await checkpoint(log)
  const places = new Set([...more, ...grants.flatMap(({ party }) => party.members.map(({ index }) => index))])
  const isHers = (index: number) => places.has(index) || log.logged[index]!.owner.includes(`"who":"${ana.lid}"`)
  return makeBundle(log, { parties: [ana, ...grants.map(({ party }) => party)], more, opens: isHers })
}

export const judge = (
  { log, ana }: Stage,
  bundle: BundleObject | string,
  change: Partial<BundleTrust> = {}
): Promise<Report> =>
  checkBundle(typeof bundle === 'string' ? bundle : JSON.stringify(bundle), trustOf(log, { lid: ana.lid, ...change }))
