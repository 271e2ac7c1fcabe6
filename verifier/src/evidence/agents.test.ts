// What an agent writes after it has read elsewhere needs an approval of that very message in the log.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { access, decide, give, type Grant, registerApp, say } from '../simulate/simulated-world.ts'
import { evidenceOf, judge, pass, setStage, type Stage } from '../simulate/stage.ts'

type Told = Stage & { aide: Grant }

const withAide = async (isAgent = true): Promise<Told> => {
  const stage = await setStage()
  const { log, ana, grants, more } = stage
  const app = await registerApp(log, 'Aide', { isAgent })
  more.push(app.registration, app.keyEntry)
  const aide = give(log, ana, app, { actions: ['read', 'write'] })
  grants.push(aide)
  pass(log)
  return { ...stage, aide }
}

const reads = ({ log, aide, withBen }: Told) =>
  access(log, aide, { t: 'read', conversation: withBen, messages: withBen.messages })
const news = ({ log, ana, aide, withCara }: Told) => say(log, withCara, ana, { app: aide.app })
const writes = ({ log, aide, withCara }: Told, message: ReturnType<typeof news>) =>
  access(log, aide, { t: 'write', conversation: withCara, messages: [message] })

const found = async (stage: Stage): Promise<string[]> => {
  const { findings } = await judge(stage, await evidenceOf(stage))
  return findings.filter(({ level }) => level === 'violation').map(({ check, text }) => `${check} ${text}`)
}

const unapproved = 'V17 An agent that had read elsewhere wrote a message that nobody had approved.'

const cases: [string, (told: Told) => Promise<unknown>, string[]][] = [
  ['a write that nobody approved is found', async (s) => (await reads(s), await writes(s, news(s))), [unapproved]],
  [
    'one that was denied is found',
    async (s) => {
      await reads(s)
      const message = news(s)
      decide(s.log, 'deny', s.aide, s.withCara, message)
      await writes(s, message)
    },
    [unapproved]
  ],
  [
    'an approval of another message does not count',
    async (s) => {
      await reads(s)
      decide(s.log, 'approve', s.aide, s.withCara, news(s))
      await writes(s, news(s))
    },
    [unapproved]
  ],
  [
    'an approval that comes after the write does not count',
    async (s) => {
      await reads(s)
      const message = news(s)
      await writes(s, message)
      decide(s.log, 'approve', s.aide, s.withCara, message)
    },
    [unapproved]
  ],
  [
    'an approval by somebody else is found, and does not count',
    async (s) => {
      await reads(s)
      const message = news(s)
      decide(s.log, 'approve', { ...s.aide, person: s.ben }, s.withCara, message)
      await writes(s, message)
    },
    ['V17 Somebody decided about a permission that is not theirs, or for another app.', unapproved]
  ],
  [
    'an approval that is not in the history of its permission is found',
    async (s) => {
      await reads(s)
      const message = news(s)
      decide(s.log, 'approve', { ...s.aide, party: s.ben }, s.withCara, message)
      await writes(s, message)
    },
    ['V18 Entry 14 is not in the history of its permission.']
  ],
  [
    'an approval of an hour ago does not count',
    async (s) => {
      await reads(s)
      const message = news(s)
      decide(s.log, 'approve', s.aide, s.withCara, message)
      pass(s.log, 3600)
      await writes(s, message)
    },
    ['V17 An agent wrote a message long after it was approved.']
  ],
  [
    'a write that was approved is fine',
    async (s) => {
      await reads(s)
      const message = news(s)
      decide(s.log, 'approve', s.aide, s.withCara, message)
      await writes(s, message)
    },
    []
  ],
  ['a write without a read is fine', (s) => writes(s, news(s)), []],
  [
    'a write into the one conversation that was read is fine',
    async (s) => {
      await reads(s)
      await access(s.log, s.aide, {
        t: 'write',
        conversation: s.withBen,
        messages: [say(s.log, s.withBen, s.ana, { app: s.aide.app })]
      })
    },
    []
  ],
  [
    'a write a day after the read is fine',
    async (s) => {
      await reads(s)
      pass(s.log, 24 * 3600 + 1)
      await writes(s, news(s))
    },
    []
  ]
]
for (const [name, act, expected] of cases)
  test(`of an agent, ${name}`, async () => {
    const told = await withAide()
    await act(told)
    assert.deepEqual(await found(told), expected)
  })

test('of any other app nobody asks for approvals', async () => {
  const told = await withAide(false)
  await reads(told)
  await writes(told, news(told))
  assert.deepEqual(await found(told), [])
})
