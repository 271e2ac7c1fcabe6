// Checks V17 and V19: replays the entries in the order of the log and asks for each access whether it was allowed then.
import type { OwnerTextOf } from '@parley/protocol/log/entry-texts.ts'
import type { Find } from '@parley/protocol/log/finding.ts'
import { type Agents, judgeAgent, noteDecision } from './agents.ts'
import type { BundleView } from './context.ts'
import { type AccessShared, changeGrant, judgeAccess, type Permissions, writerKey } from './permission.ts'
import { noteSeen, reachesBack, type SeenPlaces } from './seen-places.ts'
import { type Deleted, judgeUndo, noteDeleted } from './undone.ts'
import { changeWithheld, isWithheld, type Withheld } from './withheld.ts'

type Judged = BundleView['entries'][number]

/** The permissions as the whole evidence leaves them. */
export const replay = (view: BundleView, find: Find): Permissions => {
  const permissions: Permissions = {
    grants: new Map(),
    suspended: new Set(),
    closed: new Set(),
    written: writtenMessages(view.entries),
    isWhole: view.isWhole
  }
  const state: State = { permissions, withheld: new Set(), seen: new Map(), deleted: new Map(), agents: noAgents() }
  for (const entry of view.entries) replayEntry(entry, state, find)
  return permissions
}

const noAgents = (): Agents => ({ apps: new Set(), read: new Map(), approved: new Map() })

const writtenMessages = (entries: Judged[]): Permissions['written'] => {
  const written: Permissions['written'] = new Map()
  for (const { shared, owner } of entries) {
    if (shared?.frame !== 'access' || owner?.frame !== 'access' || shared.t !== 'write') continue
    const key = writerKey(owner.who, shared.app)
    const messages = written.get(key) ?? new Set()
    for (const { message } of owner.items) messages.add(message)
    written.set(key, messages)
  }
  return written
}

type State = { permissions: Permissions; withheld: Withheld; seen: SeenPlaces; deleted: Deleted; agents: Agents }

const replayEntry = ({ index, shared, owner }: Judged, state: State, find: Find): void => {
  const { permissions, withheld, seen, deleted, agents } = state
  if (!shared) return
  if (shared.frame === 'register' && owner?.frame === 'register' && owner.agent) agents.apps.add(shared.app)
  if (shared.frame === 'decision' && owner?.frame === 'decision')
    for (const problem of noteDecision(agents, permissions, shared, owner)) find('V17', 'violation', problem, index)
  if (shared.frame === 'suspend') {
    if (shared.t === 'suspend') permissions.suspended.add(shared.app)
    else permissions.suspended.delete(shared.app)
  }
  if (shared.frame === 'withhold') changeWithheld(withheld, shared)
  if (shared.frame === 'close') {
    if (shared.t === 'close') permissions.closed.add(shared.conv)
    else permissions.closed.delete(shared.conv)
  }
  if (shared.frame === 'grant' && owner?.frame === 'grant') {
    for (const problem of changeGrant(permissions, shared, owner)) find('V17', 'violation', problem, index)
    if (shared.t === 'give' && reachesBack(seen, owner.answers, shared.at))
      find('V17', 'violation', 'The permission is for what comes from now on, and reaches further back.', index)
  }
  if (shared.t === 'read') checkAuthors(index, shared, { withheld, isWhole: permissions.isWhole }, find)
  if (shared.frame === 'access' && owner?.frame === 'access') {
    for (const problem of agreement(shared, owner)) find('V19', 'violation', problem, index)
    for (const problem of judgeAgent(agents, shared, owner)) find('V17', 'violation', problem, index)
    noteSeen(seen, shared, owner)
    noteDeleted(deleted, shared, owner)
  }
  if (shared.frame === 'undo' && owner?.frame === 'undo') {
    const { problems, unknown } = judgeUndo(permissions, deleted, shared, owner)
    for (const problem of problems) find('V19', 'violation', problem, index)
    for (const problem of unknown) find('V19', 'remark', problem, index)
  }
  if (shared.frame === 'list' && owner?.frame === 'list' && owner.items.length !== shared.n)
    find('V19', 'violation', 'The entry counts other items than it names.', index)
  if (
    (shared.frame === 'access' || shared.frame === 'list') &&
    (owner?.frame === 'access' || owner?.frame === 'list')
  ) {
    const { problems, unknown } = judgeAccess(permissions, shared, owner)
    for (const problem of problems) find('V17', 'violation', problem, index)
    for (const problem of unknown) find('V17', 'insufficient', problem, index)
  }
}

type Withholding = { withheld: Withheld; isWhole: Permissions['isWhole'] }

const checkAuthors = (
  index: number,
  { from, app, conv }: AccessShared,
  { withheld, isWhole }: Withholding,
  find: Find
): void => {
  for (const lid of from) {
    if (lid === '' || !isWithheld(withheld, lid, app, conv)) continue
    // In evidence of others, the entry with which the author allowed it again may be missing.
    if (isWhole(lid)) find('V19', 'violation', 'Words were disclosed of somebody who was withholding them.', index)
    else
      find(
        'V19',
        'insufficient',
        'Words were disclosed of a friend who had withheld them; only the friend’s own evidence shows whether that was taken back.',
        index
      )
  }
}

/** What the two texts of one access must say alike. */
const agreement = (shared: AccessShared, owner: OwnerTextOf<'access'>): string[] => {
  const problems: string[] = []
  const { from, items } = owner
  if (owner.who !== shared.who) problems.push('The two texts of the entry name different people.')
  if (from.length !== shared.from.length || from.some((lid, at) => lid !== shared.from[at]))
    problems.push('The two texts of the entry name different authors.')
  if (items.length !== shared.n) problems.push('The entry counts other messages than it names.')
  if (new Set(items.map(({ message }) => message)).size !== items.length)
    problems.push('The entry names a message twice.')
  const lids = from.filter((lid) => lid !== '')
  if (new Set(lids).size !== lids.length) problems.push('The entry names an author twice.')
  const named = new Set(items.map(({ author }) => author))
  if (items.some(({ author }) => author >= from.length) || named.size !== from.length)
    problems.push('The authors of the entry are not those of its messages.')
  if (shared.t !== 'read' && (items.length !== 1 || from[0] !== owner.who))
    problems.push('An app writes and deletes one message at a time, of its person.')
  return problems
}
