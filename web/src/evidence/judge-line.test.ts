// Facts about what the browser's own check of a line of Activity lets through and what it does not.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { OpenedEntry } from '@parley/protocol/api/evidence.ts'
import type { Activity } from '@parley/protocol/api/grant.ts'
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { type JudgedCheckpoint, judgeCheckpoint } from '@parley/protocol/log/judge-checkpoint.ts'
import { makeInclusionProof } from '@parley/protocol/log/make-proof.ts'
import { parsePolicy } from '@parley/protocol/log/policy.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { checkpoint, type Party, type SimulatedLog, startLog } from '@parley/verifier/simulate/simulated-log.ts'
import {
  access,
  type App,
  type Conversation,
  decide,
  give,
  type Grant,
  openConversation,
  openPerson,
  registerApp,
  say
} from '@parley/verifier/simulate/simulated-world.ts'
import type { Check } from './check.ts'
import { judgeLine } from './judge-line.ts'

type Story = {
  log: SimulatedLog
  ana: Party
  app: App
  grant: Grant
  chat: Conversation
  index: number
  item: Activity
}

/** A read of two messages by an app, and the line that an honest platform shows for it. */
const tell = async (seed: string): Promise<Story> => {
  const log = await startLog(seed)
  const [ana, ben] = [openPerson(log), openPerson(log)]
  const app = await registerApp(log, 'Tunes')
  const chat = openConversation(log, [ana, ben])
  const messages = [say(log, chat, ben), say(log, chat, ana)]
  const grant = give(log, ana, app)
  const index = await access(log, grant, { t: 'read', conversation: chat, messages })
  const shared = JSON.parse(log.logged[index]!.shared) as { id: string; at: string }
  const item: Activity = {
    id: shared.id,
    at: shared.at,
    kind: 'read',
    app: { id: log.random.id(), name: 'Tunes' },
    grant: grant.id,
    conversation: { id: chat.id, title: 'Ben' },
    count: 2,
    messages: messages.map(({ id, seq }) => ({ id, seq })),
    sentence: 'Tunes read 2 messages in your conversation with Ben.'
  }
  await checkpoint(log)
  return { log, ana, app, grant, chat, index, item }
}

const openedOf = ({ log, app }: Pick<Story, 'log' | 'app'>, index: number): OpenedEntry => {
  const one = (at: number) => {
    const { entry, shared, saltS, owner, saltO, proof } = log.logged[at]!
    return {
      index: at,
      entry: toBase64(entry),
      path: makeInclusionProof(at, log.tree.size(), log.tree.hash).map(toBase64),
      shared,
      saltS: toBase64(saltS),
      owner,
      saltO: toBase64(saltO),
      ...(proof !== undefined && { proof })
    }
  }
  return {
    ...one(index),
    checkpoint: log.checkpoints.at(-1)!.note,
    app: [app.registration, app.keyEntry].map(one)
  }
}

const judgedOf = async (log: SimulatedLog): Promise<JudgedCheckpoint> => {
  const policy = parsePolicy(`log ${formatVerifierKey(log.log.key)}\nquorum none\n`)
  const judged = await judgeCheckpoint(log.checkpoints.at(-1)!.note, { policy, nowMs: log.nowMs }, () => undefined)
  return judged!
}

const marks = (checks: Check[]): string[] => checks.map(({ name, mark }) => `${name} ${mark}`)
const bad = (checks: Check[]): string[] => checks.flatMap(({ mark, text }) => (mark === 'bad' ? [text] : []))

let honest: Story
before(async () => {
  honest = await tell('line')
})

const lineOf = async (
  story: Story,
  change: { item?: Partial<Activity>; opened?: Partial<OpenedEntry>; lid?: string }
) => {
  const judged = await judgedOf(story.log)
  const opened = { ...openedOf(story, story.index), ...change.opened }
  return judgeLine({ ...story.item, ...change.item }, opened, judged, change.lid)
}

test('an honest line holds, with its place, its texts and the app’s signature', async () => {
  const { checks, appName } = await lineOf(honest, { lid: honest.ana.lid })
  assert.deepEqual(marks(checks), ['place good', 'texts good', 'request good'])
  assert.equal(checks[0]?.text, `This is entry number ${honest.index + 1} of ${honest.log.tree.size()} in the log.`)
  assert.equal(appName, 'Tunes')
})

const bentLines: [fact: string, change: Partial<Activity>, said: RegExp][] = [
  ['another number of messages', { count: 1 }, /counts 1 message, the log counts 2/],
  ['another kind', { kind: 'write' }, /says “write”, the log says “read”/],
  ['another time', { at: '2026-10-30T09:00:00.000Z' }, /the log says/],
  ['another app', { app: { id: 'x', name: 'Bank' } }, /names Bank, the log names Tunes/],
  ['another permission', { grant: '00000000-0000-4000-8000-000000000000' }, /another permission/],
  [
    'another conversation',
    { conversation: { id: '00000000-0000-4000-8000-000000000000', title: 'Ben' } },
    /conversation/
  ],
  ['other messages', { messages: [] }, /other messages/],
  ['another sentence', { sentence: 'Tunes read 1 message in your conversation with Ben.' }, /sentence/],
  ['another entry', { id: '00000000-0000-4000-8000-000000000000' }, /something else/]
]
for (const [fact, change, said] of bentLines)
  test(`a line that shows ${fact} than was logged does not hold`, async () => {
    const [first, ...more] = bad((await lineOf(honest, { item: change })).checks)
    assert.match([first, ...more].join(' '), said)
  })

test('another text than the logged one does not hold, shared or owner’s', async () => {
  const opened = openedOf(honest, honest.index)
  const shared = opened.shared.replace('"n":2', '"n":1')
  assert.match(bad((await lineOf(honest, { opened: { shared } })).checks)[0]!, /is not what was logged\. \(V9\)/)
  const owner = opened.owner!.replace(honest.grant.id, '00000000-0000-4000-8000-000000000000')
  assert.match(
    bad((await lineOf(honest, { opened: { owner } })).checks)[0]!,
    /to you and the app is not what was logged\. \(V10\)/
  )
})

test('a closed owner’s text does not hold', async () => {
  const { owner: _, saltO: __, ...closed } = openedOf(honest, honest.index)
  const judged = await judgedOf(honest.log)
  const { checks } = await judgeLine(honest.item, closed, judged, undefined)
  assert.deepEqual(bad(checks), ['Parley did not show what this entry says.'])
})

test('another place, another proof and another entry do not hold', async () => {
  const other = openedOf(honest, honest.index - 1)
  for (const opened of [{ index: honest.index - 1 }, { path: other.path }, { entry: other.entry }]) {
    const { checks } = await lineOf(honest, { opened })
    assert.deepEqual(marks(checks), ['place bad'])
  }
})

test('a request that the app did not sign, and a signed one that is not shown, do not hold', async () => {
  const { proof: _, ...opened } = openedOf(honest, honest.index)
  const judged = await judgedOf(honest.log)
  assert.match(
    bad((await judgeLine(honest.item, opened, judged, undefined)).checks)[0]!,
    /did not show the signed request/
  )
  const bent = await lineOf(honest, { opened: { proof: 'eyJ.eyJ.AAAA' } })
  assert.match(bad(bent.checks)[0]!, /not the one that was logged/)
})

test('a registration that the log does not have does not hold', async () => {
  const opened = openedOf(honest, honest.index)
  const app = opened.app.map((one) => ({ ...one, owner: one.owner!.replace('"Tunes"', '"Bank"') }))
  const { checks } = await lineOf(honest, { opened: { app } })
  assert.deepEqual(bad(checks), ['What Parley says of this app is not what the log has.'])
})

test('an entry about another person than before does not hold', async () => {
  const { checks } = await lineOf(honest, { lid: 'f'.repeat(64) })
  assert.match(bad(checks)[0]!, /about somebody else/)
})

test('a decision about a message of an assistant holds, for the conversation that the log names', async () => {
  const log = await startLog('decision')
  const ana = openPerson(log)
  const app = await registerApp(log, 'Aide', { isAgent: true })
  const chat = openConversation(log, [ana])
  const index = decide(log, 'approve', give(log, ana, app), chat, say(log, chat, ana))
  await checkpoint(log)
  const { id, at } = JSON.parse(log.logged[index]!.shared) as { id: string; at: string }
  const item: Activity = {
    ...honest.item,
    id,
    at,
    kind: 'approve',
    app: { id: 'x', name: 'Aide' },
    grant: (JSON.parse(log.logged[index]!.owner) as { g: string }).g,
    conversation: { id: chat.id, title: 'Cara' },
    count: 0,
    messages: [],
    sentence: 'You let Aide send a message in your conversation with Cara.'
  }
  const textsOf = async (line: Activity) =>
    marks((await judgeLine(line, openedOf({ log, app }, index), await judgedOf(log), undefined)).checks)[1]
  assert.equal(await textsOf(item), 'texts good')
  assert.equal(await textsOf({ ...item, conversation: { id: log.random.id(), title: 'Cara' } }), 'texts bad')
})

test('a plain token and a missing registration are said, and hold nothing against anybody', async () => {
  const log = await startLog('bearer')
  const ana = openPerson(log)
  const app = await registerApp(log, 'Bank', { hasSigned: false })
  const chat = openConversation(log, [ana])
  const messages = [say(log, chat, ana)]
  const index = await access(log, give(log, ana, app), { t: 'read', conversation: chat, messages })
  await checkpoint(log)
  const shared = JSON.parse(log.logged[index]!.shared) as { id: string; at: string }
  const owner = JSON.parse(log.logged[index]!.owner) as { g: string }
  const item: Activity = {
    ...honest.item,
    ...shared,
    app: { id: 'x', name: 'Bank' },
    grant: owner.g,
    conversation: { id: chat.id, title: '' },
    count: 1,
    messages: messages.map(({ id, seq }) => ({ id, seq })),
    sentence: 'Bank read 1 message.'
  }
  const judged = await judgedOf(log)
  const { checks } = await judgeLine(item, { ...openedOf({ log, app }, index), app: [] }, judged, undefined)
  assert.deepEqual(marks(checks), ['place good', 'texts good', 'app note', 'request note'])
})
