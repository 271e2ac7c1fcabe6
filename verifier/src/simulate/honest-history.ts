// A long random history in which everybody keeps the rules: checking it must find nothing.
import { checkpoint, type SimulatedLog, type Party } from './simulated-log.ts'
import {
  access,
  type Answers,
  type App,
  change,
  type Conversation,
  decide,
  give,
  type Grant,
  list,
  type Message,
  openConversation,
  openPerson,
  registerApp,
  say,
  undo,
  withhold
} from './simulated-world.ts'

export type History = { people: Party[]; apps: App[]; grants: Grant[]; conversations: Conversation[]; accesses: number }

type Undoable = { what: 'restore' | 'take_back'; grant: Grant; conversation: Conversation; message: Message }

type Life = History & { log: SimulatedLog; withheld: Set<string>; undoable: Undoable[] }

const key = (author: Party, app: Party, conversation: Conversation) => `${author.lid} ${app.lid} ${conversation.id}`

export const liveHonestly = async (log: SimulatedLog, accesses: number, checkpointEvery = 50): Promise<History> => {
  const people = [openPerson(log), openPerson(log), openPerson(log)]
  const apps = [await registerApp(log, 'Tunes'), await registerApp(log, 'Bank', { hasSigned: false })]
  apps.push(await registerApp(log, 'Aide', { isAgent: true }))
  const [ana, ben, cara] = people as [Party, Party, Party]
  const conversations = [
    [ana, ben],
    [ana, cara],
    [ana, ben, cara]
  ].map((members) => openConversation(log, members))
  const life: Life = { log, people, apps, grants: [], conversations, accesses: 0, withheld: new Set(), undoable: [] }
  for (let step = 0; life.accesses < accesses; step++) {
    log.nowMs += 1000 + log.random.below(2_000_000_000 / accesses)
    await liveOn(life)
    if (step % checkpointEvery === checkpointEvery - 1) await checkpoint(log)
  }
  log.nowMs += 1000
  await checkpoint(log)
  return life
}

const liveOn = async (life: Life): Promise<void> => {
  const { log, conversations } = life
  const dice = log.random.below(100)
  const conversation = log.random.pick(conversations)
  if (dice < 15) say(log, conversation, log.random.pick(conversation.members))
  else if (dice < 19) giveSome(life)
  else if (dice < 21) end(life)
  else if (dice < 23) narrow(life)
  else if (dice < 25) turnWithholding(life, conversation)
  else if (dice < 27) undoSome(life)
  else await exercise(life, conversation)
}

const dayMs = 86_400_000

const giveSome = ({ log, people, apps, grants, conversations }: Life): void => {
  const { random, nowMs } = log
  const [person, app] = [random.pick(people), random.pick(apps)]
  const live = grants.find((grant) => !grant.isOver && grant.person === person && grant.app === app)
  const all = random.below(2) === 0
  const history = random.below(2) === 0
  const own = random.below(4) === 0
  const reached = conversations
    .filter(({ members }) => members.includes(person))
    .slice(0, all ? 9 : 1 + random.below(2))
  const until = random.pick(['once', 'day', '30_days', 'until_revoked'] as const)
  const ends =
    until === 'day' || until === 'once' ? nowMs + dayMs : until === '30_days' ? nowMs + 30 * dayMs : undefined
  grants.push(
    give(log, person, app, {
      actions: (['read', 'write', 'delete'] as const).filter(() => random.below(3) > 0),
      friends: random.below(2) === 0,
      all,
      own,
      history,
      until,
      conversations: reached.map(({ id, messages }) => [id, history ? 0 : messages.length]),
      ends: ends === undefined ? null : new Date(ends).toISOString()
    })
  )
  if (live) change(log, live, 'end')
}

const liveGrants = ({ log, grants }: Life): Grant[] =>
  grants.filter(({ isOver, answers }) => !isOver && (answers.ends === null || Date.parse(answers.ends) > log.nowMs))

const end = (life: Life): void => {
  const { log, grants } = life
  const over = grants.filter(({ isOver }) => !isOver)
  if (over.length > 0) change(log, log.random.pick(over), log.random.below(2) === 0 ? 'revoke' : 'end')
}

const narrow = (life: Life): void => {
  const { log } = life
  const live = liveGrants(life)
  if (live.length === 0) return
  const grant = log.random.pick(live)
  const less: Partial<Answers>[] = [
    { friends: false },
    { actions: grant.answers.actions.slice(1) },
    { own: true },
    { all: false, conversations: grant.answers.conversations.slice(0, 1) }
  ]
  change(log, grant, 'narrow', log.random.pick(less))
}

const turnWithholding = ({ log, apps, withheld }: Life, conversation: Conversation): void => {
  const [author, app] = [log.random.pick(conversation.members), log.random.pick(apps)]
  const one = key(author, app, conversation)
  withhold(log, withheld.has(one) ? 'allow' : 'withhold', author, app, conversation)
  if (!withheld.delete(one)) withheld.add(one)
}

/** Also after the permission has ended. */
const undoSome = (life: Life): void => {
  const { log } = life
  const one = life.undoable.splice(log.random.below(life.undoable.length + 1), 1)[0]
  if (!one || (one.what === 'restore') !== (one.message.isDeleted === true)) return
  undo(log, one.what, one.grant, one.conversation, [one.message])
  one.message.isDeleted = one.what === 'take_back'
}

const exercise = async (life: Life, conversation: Conversation): Promise<void> => {
  const { log, conversations } = life
  const live = liveGrants(life)
  if (live.length === 0) return
  const grant = log.random.pick(live)
  const { person, answers } = grant
  const place = answers.conversations.find(([id]) => id === conversation.id)
  const isReached = conversation.members.includes(person) && (answers.all || place !== undefined)
  const action = log.random.pick(['read', 'read', 'read', 'write', 'delete', 'list'] as const)
  if (action === 'list') {
    const names = conversations.filter(
      ({ id, members }) =>
        members.includes(person) && (answers.all || answers.conversations.some(([one]) => one === id))
    )
    const what = answers.friends && log.random.below(2) === 0 ? 'friends' : 'conversations'
    await list(
      log,
      grant,
      what,
      what === 'friends' ? life.people.slice(1).map(({ lid }) => lid) : names.map(({ id }) => id)
    )
    life.accesses++
    return
  }
  if (!isReached || !answers.actions.includes(action)) return
  const messages = messagesFor(life, grant, conversation, action, place?.[1] ?? 0)
  if (messages.length === 0) return
  if (action === 'write' && grant.app.isAgent) decide(log, 'approve', grant, conversation, messages[0]!)
  await access(log, grant, { t: action, conversation, messages })
  const [message] = messages as [Message]
  if (action === 'delete') message.isDeleted = true
  if (action === 'delete') life.undoable.push({ what: 'restore', grant, conversation, message })
  if (action === 'write') life.undoable.push({ what: 'take_back', grant, conversation, message })
  life.accesses++
  if (answers.until === 'once') change(log, grant, 'end')
  if (action === 'write' && log.random.below(3) === 0)
    say(log, conversation, log.random.pick(conversation.members), { answers: message.id })
}

const messagesFor = (
  { log, withheld }: Life,
  { person, app, answers }: Grant,
  conversation: Conversation,
  action: 'read' | 'write' | 'delete',
  fromSeq: number
): Message[] => {
  if (action === 'write') return [say(log, conversation, person, { app })]
  const isOwn = (message: Message | undefined) => message?.author === person && message.app === app
  // An app that keeps up reads what is new; the last two hundred are plenty.
  const seen = conversation.messages
    .slice(-200)
    .filter(({ seq }) => seq > fromSeq)
    .filter(
      (message) =>
        !answers.own || isOwn(message) || isOwn(conversation.messages.find(({ id }) => id === message.answers))
    )
    .filter(({ author }) => !withheld.has(key(author, app, conversation)))
  if (action === 'read') return seen.slice(-1 - log.random.below(25))
  return seen
    .filter((message) => message.author === person && !message.isDeleted && (!answers.own || isOwn(message)))
    .slice(0, 1)
}
