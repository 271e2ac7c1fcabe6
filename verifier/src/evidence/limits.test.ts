// A permission limited to kinds of message and to messages a day: who keeps to it gives no finding, who does not is caught.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CheckId } from '@parley/protocol/log/finding.ts'
import { checkpoint } from '../simulate/simulated-log.ts'
import { type Access, access, type Answers, change, give, type Grant } from '../simulate/simulated-world.ts'
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

const narrowedTo =
  (answers: Partial<Answers>, from: Partial<Answers> = {}) =>
  (stage: Stage) =>
    change(stage.log, given(stage, from), 'narrow', answers)

const cases: Case[] = [
  [
    'a message of a kind that was not allowed',
    'V17',
    (s) => access(s.log, given(s, { kinds: ['song', 'link'] }), reading(s))
  ],
  [
    'a message whose kind is not told, under a permission for some kinds',
    'V17',
    (s) => {
      const grant = given(s, { kinds: ['text'] })
      return access(s.log, { ...grant, answers: { ...grant.answers, kinds: undefined! } }, reading(s))
    }
  ],
  [
    'more messages than were allowed for a day',
    'V17',
    async (s) => {
      const grant = given(s, { perDay: 3 })
      await access(s.log, grant, reading(s))
      pass(s.log)
      await access(s.log, grant, reading(s))
    }
  ],
  ['a permission that gets more kinds', 'V17', narrowedTo({ kinds: ['text', 'song'] }, { kinds: ['text'] })],
  ['a permission that gets more messages a day', 'V17', narrowedTo({ perDay: 9 }, { perDay: 8 })]
]

test('a permission that keeps to its kinds and to its messages a day gives no finding', async () => {
  const stage = await setStage()
  const grant = given(stage, { kinds: ['text', 'song'], perDay: 3 })
  await access(stage.log, grant, reading(stage))
  await access(stage.log, grant, reading(stage, { messages: stage.withBen.messages.slice(0, 1) }))
  // Withheld ones are not counted, and the next day begins anew.
  await access(stage.log, grant, reading(stage, { messages: [] }))
  pass(stage.log, 86_400)
  await access(stage.log, grant, reading(stage))
  change(stage.log, grant, 'narrow', { kinds: ['text'], perDay: 2 })
  await checkpoint(stage.log)
  const { findings } = await judge(stage, await evidenceOf(stage))
  assert.deepEqual(
    findings.filter(({ level }) => level !== 'remark'),
    []
  )
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
