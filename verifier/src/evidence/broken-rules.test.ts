// A platform or app that breaks the rule and logs it honestly is caught by the replay, each time under the right check.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { CheckId } from '@parley/protocol/log/finding.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import { checkpoint, record } from '../simulate/simulated-log.ts'
import {
  type Access,
  access,
  type Answers,
  change,
  give,
  type Grant,
  list,
  say,
  undo
} from '../simulate/simulated-world.ts'
import { evidenceOf, judge, pass, setStage, type Stage } from '../simulate/stage.ts'

type Case = [name: string, check: CheckId, act: (stage: Stage) => unknown]

const given = (stage: Stage, answers: Partial<Answers>): Grant => {
  const { log, ana, tunes, grants } = stage
  const grant = give(log, ana, tunes, { actions: ['read', 'write', 'delete'], ...answers })
  grants.push(grant)
  pass(log)
  return grant
}

const reading = ({ withBen }: Stage, change: Partial<Access> = {}): Access => ({
  t: 'read',
  conversation: withBen,
  messages: withBen.messages.slice(0, 2),
  ...change
})

const afterChange = (t: 'revoke' | 'end' | 'pause') => (stage: Stage) => {
  change(stage.log, stage.grant, t)
  pass(stage.log)
  return access(stage.log, stage.grant, reading(stage))
}

const narrowedTo =
  (answers: Partial<Answers>, from: Partial<Answers> = {}) =>
  (stage: Stage) =>
    change(stage.log, given(stage, from), 'narrow', answers)

const madeUp = (make: (stage: Stage, atMs: number) => Promise<string> | string) => async (stage: Stage) => {
  const proof = await make(stage, stage.log.nowMs)
  const index = await access(stage.log, stage.grant, reading(stage, { owner: { req: toHex(sha256(toUtf8(proof))) } }))
  stage.log.logged[index]!.proof = proof
}

const cases: Case[] = [
  ['an access before any permission', 'V17', (s) => access(s.log, { ...s.grant, id: s.log.random.id() }, reading(s))],
  ['an access after the revoke', 'V17', afterChange('revoke')],
  ['an access after the end', 'V17', afterChange('end')],
  ['an access during a pause', 'V17', afterChange('pause')],
  ['a read under a permission to write', 'V17', (s) => access(s.log, given(s, { actions: ['write'] }), reading(s))],
  [
    'a write under a permission to read',
    'V17',
    (s) =>
      access(
        s.log,
        given(s, { actions: ['read'] }),
        reading(s, { t: 'write', messages: [say(s.log, s.withBen, s.ana)] })
      )
  ],
  [
    'a deletion under a permission to read and write',
    'V17',
    (s) => access(s.log, s.grant, reading(s, { t: 'delete', messages: s.withBen.messages.slice(2, 3) }))
  ],
  [
    'a conversation that was not chosen',
    'V17',
    (s) => access(s.log, s.grant, { t: 'read', conversation: s.withCara, messages: s.withCara.messages })
  ],
  [
    'a message older than “from now on”',
    'V17',
    (s) => access(s.log, given(s, { history: false, conversations: [[s.withBen.id, 2]] }), reading(s))
  ],
  [
    'a friend’s message under a permission for own messages',
    'V17',
    (s) => access(s.log, given(s, { own: true }), reading(s))
  ],
  [
    'an answer to a message that the app did not write',
    'V17',
    (s) =>
      access(
        s.log,
        given(s, { own: true }),
        reading(s, { messages: [say(s.log, s.withBen, s.ben, { answers: s.withBen.messages[0]!.id })] })
      )
  ],
  [
    'the deletion of what the person wrote by hand, under a permission for own messages',
    'V17',
    (s) => access(s.log, given(s, { own: true }), reading(s, { t: 'delete', messages: s.withBen.messages.slice(0, 1) }))
  ],
  [
    'an access after the permission ran out',
    'V17',
    (s) => {
      const grant = given(s, { until: 'hour', ends: new Date(s.log.nowMs + 3_600_000).toISOString() })
      pass(s.log, 3_610)
      return access(s.log, grant, reading(s))
    }
  ],
  [
    'another purpose than the agreed one',
    'V17',
    (s) => access(s.log, s.grant, reading(s, { owner: { why: 'dpv:Advertising' } }))
  ],
  [
    'a second use of a permission for one use',
    'V17',
    async (s) => {
      const grant = given(s, { until: 'once' })
      await access(s.log, grant, reading(s))
      pass(s.log)
      await access(s.log, grant, reading(s))
    }
  ],
  ['friends named without the right to see them', 'V17', (s) => list(s.log, s.grant, 'friends', [s.ben.lid])],
  ['a conversation named that was not chosen', 'V17', (s) => list(s.log, s.grant, 'conversations', [s.withCara.id])],
  ['one app under the permission of another', 'V17', (s) => access(s.log, { ...s.grant, app: s.bank }, reading(s))],
  [
    'one person’s messages under the permission of another',
    'V17',
    (s) => access(s.log, { ...s.grant, person: s.ben }, reading(s))
  ],
  ['a permission given twice', 'V17', (s) => change(s.log, s.grant, 'give')],
  ['a permission that gets more actions', 'V17', narrowedTo({ actions: ['read', 'write'] }, { actions: ['read'] })],
  [
    'a permission that lasts longer',
    'V17',
    narrowedTo({ ends: null, until: 'until_revoked' }, { until: 'day', ends: '2026-11-01T00:00:00Z' })
  ],
  ['a permission that reaches everybody’s messages', 'V17', narrowedTo({ own: false }, { own: true })],
  ['a permission that reaches all conversations', 'V17', narrowedTo({ all: true }, { all: false })],
  [
    'a permission that reaches further back',
    'V17',
    (s) =>
      change(s.log, given(s, { conversations: [[s.withBen.id, 2]] }), 'narrow', { conversations: [[s.withBen.id, 0]] })
  ],
  ['a permission that comes to show friends', 'V17', narrowedTo({ friends: true })],
  ['a permission that gets another purpose', 'V17', narrowedTo({ why: 'dpv:Advertising' })],
  [
    'a permission that is changed after its end',
    'V17',
    (s) => {
      change(s.log, s.grant, 'revoke')
      return change(s.log, s.grant, 'narrow')
    }
  ],
  [
    'an author who is hidden from the others',
    'V19',
    (s) => access(s.log, s.grant, reading(s, { shared: { from: [s.ana.lid] } }))
  ],
  ['fewer messages than were read', 'V19', (s) => access(s.log, s.grant, reading(s, { shared: { n: 1 } }))],
  [
    'a message that is counted twice',
    'V19',
    (s) => access(s.log, s.grant, reading(s, { messages: [s.withBen.messages[0]!, s.withBen.messages[0]!] }))
  ],
  [
    'an app that writes in a friend’s name',
    'V19',
    (s) => access(s.log, s.grant, reading(s, { t: 'write', messages: [say(s.log, s.withBen, s.ben)] }))
  ],
  [
    'a list that counts less than it names',
    'V19',
    (s) =>
      list(s.log, { ...s.grant, answers: { ...s.grant.answers } }, 'conversations', [s.withBen.id]).then(() =>
        record(s.log, {
          shared: { t: 'list', app: s.tunes.lid, n: 0 },
          owner: {
            g: s.grant.id,
            who: s.ana.lid,
            what: 'conversations',
            items: [s.withBen.id],
            req: null,
            why: s.grant.answers.why
          },
          parties: [s.ana, s.tunes, s.grant.party]
        })
      )
  ],
  [
    'the restoring of what the app had not deleted',
    'V19',
    (s) => undo(s.log, 'restore', s.grant, s.withBen, s.withBen.messages.slice(0, 1))
  ],
  [
    'the taking back of what a person wrote by hand',
    'V19',
    (s) => undo(s.log, 'take_back', s.grant, s.withBen, s.withBen.messages.slice(0, 1))
  ],
  [
    'what was deleted once and restored twice',
    'V19',
    async (s) => {
      const messages = s.withBen.messages.slice(0, 1)
      await access(s.log, given(s, {}), reading(s, { t: 'delete', messages }))
      undo(s.log, 'restore', s.grant, s.withBen, messages)
      undo(s.log, 'restore', s.grant, s.withBen, messages)
    }
  ],
  [
    'a request that another app signed',
    'V20',
    madeUp((s, at) =>
      s.bank.key.prove('GET', `https://parley.example/v1/conversations/${s.withBen.id}/messages`, at, 'jti-12345')
    )
  ],
  ['a request that nobody signed', 'V20', madeUp(() => 'e30.e30.e30')],
  [
    'a request for another conversation',
    'V20',
    (s) => access(s.log, s.grant, reading(s, { path: `/v1/conversations/${s.withCara.id}/messages` }))
  ],
  [
    'a request to write that became a read',
    'V20',
    madeUp((s, at) =>
      s.tunes.key.prove('POST', `https://parley.example/v1/conversations/${s.withBen.id}/messages`, at, 'jti-12345')
    )
  ],
  [
    'an old request that is used again',
    'V20',
    madeUp((s, at) =>
      s.tunes.key.prove(
        'GET',
        `https://parley.example/v1/conversations/${s.withBen.id}/messages`,
        at - 3_600_000,
        'jti-12345'
      )
    )
  ],
  [
    'an unsigned access of an app that must sign',
    'V20',
    (s) => access(s.log, s.grant, reading(s, { owner: { req: null } }))
  ],
  [
    'an access that is dated back',
    'V21',
    (s) => {
      s.log.nowMs -= 3_600_000
      return access(s.log, s.grant, reading(s)).then(() => pass(s.log, 3_600))
    }
  ],
  [
    'an access that is dated ahead',
    'V21',
    (s) => access(s.log, s.grant, reading(s, { shared: { at: new Date(s.log.nowMs + 60_000).toISOString() } }))
  ]
]

let base: Stage
before(async () => {
  base = await setStage()
})

test('the honest story that the others bend gives no finding', async () => {
  const report = await judge(base, await evidenceOf(base))
  assert.deepEqual(
    report.findings.filter(({ level }) => level !== 'remark'),
    []
  )
  assert.equal(report.verdict, 'valid')
})

for (const [name, check, act] of cases) {
  test(`${name} is caught by ${check}`, async () => {
    const stage = await setStage()
    await act(stage)
    await checkpoint(stage.log)
    const { verdict, findings } = await judge(stage, await evidenceOf(stage))
    assert.equal(verdict, 'violation')
    const broken = new Set(findings.filter(({ level }) => level === 'violation').map((one) => one.check))
    assert.ok(broken.has(check), JSON.stringify(findings))
  })
}
