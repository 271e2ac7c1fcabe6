// Properties of the dialogue: what is read aloud, when, how much at once, and what is done only after a yes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PartnerMessage } from '@parley/sdk'
import { toSsml } from '../speech/ssml.ts'
import { type Act, acted, type Fetched, needsOf, stepOf, take } from './dialogue.ts'
import { cutText } from './say-message.ts'
import { freshState, type State } from './state.ts'
import { type Command, understand } from './understand.ts'

const max = 8000
const pageRows = 5

type Kind = 'direct' | 'group' | 'own' | 'hidden' | 'deleted' | 'hidden in a group'
const messageOf = (kind: Kind, i: number, text: string): PartnerMessage => {
  const conversation = kind === 'group' || kind === 'hidden in a group' ? 'group' : `direct ${i % 2}`
  if (kind.startsWith('hidden')) return { id: `${i}`, conversation, withheld: true }
  const from = kind === 'own' ? { id: 'me', name: 'Ana' } : { id: 'ben', name: 'Ben' }
  const deleted = kind === 'deleted' ? { deleted: { at: '2026-01-01T00:00:00Z' } } : { text: `#${i}# ${text}` }
  return { id: `${i}`, conversation, at: '2026-01-01T00:00:00Z', from, own: false, ...deleted }
}

/** A platform of nothing but messages, and one person who talks with Voice about them. */
const talker = (messages: PartnerMessage[]) => {
  let state: State = freshState()
  const acts: Act[] = []
  const fetch = (needs: ReturnType<typeof needsOf>): Fetched | undefined => {
    const isGroup = (conversation: string): boolean => conversation === 'group'
    if (!needs) return undefined
    if ('refs' in needs) return { items: needs.refs.map(({ id }) => messages[Number(id)]!), isGroup }
    const start = Number(needs.after ?? 0)
    const end = Math.min(start + pageRows, messages.length)
    return { items: messages.slice(start, end), isGroup, next: String(end), more: end < messages.length }
  }
  return {
    acts,
    state: () => state,
    say: (words: string | Command): string[] => {
      const before = state
      const command = typeof words === 'string' ? understand(words, before.asks) : words
      const step = stepOf(before, command)
      const taken = take(before, step, fetch(needsOf(before, step)), 'me', max)
      const turn = taken.act ? acted(taken.state, taken.act, `new ${acts.length}`) : taken
      if (taken.act) {
        if (taken.act.do === 'delete') {
          assert.deepEqual([before.asks, command.do], ['delete', 'yes'])
          assert.match(taken.act.id, /^new /, 'only what was written through Voice')
        } else assert.equal(command.do, 'reply')
        acts.push(taken.act)
      }
      assert.ok(toSsml(turn.say).length <= max, 'one speech has at most 8,000 characters')
      assert.ok(turn.say.length > 0, 'Voice always says something')
      state = turn.state
      return turn.say
    }
  }
}

const kinds = fc.constantFrom<Kind[]>('direct', 'group', 'own', 'hidden', 'deleted', 'hidden in a group')
const texts = fc.oneof(
  fc.string({ minLength: 1, maxLength: 60 }),
  fc.string({ unit: fc.constantFrom('&', '"', '😀', ' ', 'a'), minLength: 2000, maxLength: 3900 })
)
const histories = fc
  .array(fc.tuple(kinds, texts), { maxLength: 18 })
  .map((list) => list.map(([kind, text], i) => ({ kind, message: messageOf(kind, i, text) })))
const marks = (sentences: string[]): number[] =>
  sentences.flatMap((sentence) => [...sentence.matchAll(/#(\d+)#/g)].map(([, i]) => Number(i)))

test('whoever says more, and yes to groups, hears every message of others once and whole, and nothing else', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const talk = talker(history.map(({ message }) => message))
      const said = talk.say('Read my new messages')
      const inGroups: number[] = []
      for (let turns = 0; talk.state().asks || talk.state().more || talk.state().queue.length > 0; turns++) {
        assert.ok(turns < 200, 'it ends')
        const asked = talk.state().asks === 'groups'
        const now = talk.say(asked ? 'yes' : 'say more')
        if (asked) inGroups.push(...marks(now))
        said.push(...now)
      }
      const wanted = history.flatMap(({ kind }, i) => (kind === 'direct' || kind === 'group' ? [i] : []))
      assert.deepEqual(
        marks(said).toSorted((a, b) => a - b),
        wanted
      )
      const all = said.join(' ')
      for (const i of wanted)
        for (const part of cutText(history[i]!.message.text!)) assert.ok(all.includes(part), 'to the last word')
      for (const i of inGroups) assert.notEqual(history[i]!.kind, 'direct')
    }),
    { numRuns: 200 }
  )
})

const commands = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('read', 'more', 'yes', 'no', 'delete that', 'repeat', 'who wrote', 'help') },
  { weight: 3, arbitrary: fc.constantFrom('reply hello', 'reply', 'stop', 'nonsense', '') },
  { weight: 1, arbitrary: fc.string() }
)

test('whatever is said: groups wait for a yes, hidden texts stay hidden, and nothing is deleted without a yes', () => {
  fc.assert(
    fc.property(histories, fc.array(commands, { maxLength: 25 }), (history, words) => {
      const talk = talker(history.map(({ message }) => message))
      let saidYes = false
      for (const word of words) {
        saidYes ||= talk.state().asks === 'groups' && understand(word).do === 'yes'
        const heard = marks(talk.say(word)).map((i) => history[i]?.kind)
        assert.ok(
          heard.every((kind) => kind === 'direct' || (kind === 'group' && saidYes)),
          String(heard)
        )
      }
    }),
    { numRuns: 300 }
  )
})

const hello = () => talker([messageOf('direct', 0, 'hello'), messageOf('direct', 1, 'are you there?')])

test('a reply goes to the conversation of the message that was read last', () => {
  const talk = hello()
  assert.deepEqual(talk.say('reply too early'), [
    'I have not read a message to you yet, so I do not know whom to answer.'
  ])
  talk.say('read')
  assert.deepEqual(talk.say('Reply: Yes, I am here.'), ['Sent to Ben.'])
  assert.deepEqual(talk.acts, [{ do: 'write', conversation: 'direct 1', text: 'Yes, I am here.', replyTo: '1' }])
  assert.match(talk.say(`reply ${'x'.repeat(4001)}`).join(), /too long.*Nothing was sent/)
  assert.equal(talk.acts.length, 1)
})

test('a reply without words is asked for, and then any words are it', () => {
  const talk = hello()
  talk.say('read')
  assert.deepEqual(talk.say('reply'), ['What shall I reply to Ben?'])
  assert.deepEqual(talk.say('yes'), ['Sent to Ben.'])
  talk.say('reply')
  talk.say('cancel')
  assert.equal(talk.acts.length, 1)
})

test('what Ben wrote cannot be deleted by Ana; what she replied can, after a yes', () => {
  const talk = hello()
  talk.say('read')
  assert.deepEqual(talk.say('delete that'), ['Ben wrote that. Only who wrote a message can delete it.'])
  talk.say('reply no')
  assert.deepEqual(talk.say('delete that'), ['Shall I delete your message to Ben for everyone?'])
  assert.deepEqual(talk.say('no'), ['All right.'])
  assert.deepEqual(talk.say('yes').at(0), 'I have not asked anything.')
  talk.say('delete that')
  assert.deepEqual(talk.say('yes'), ['Deleted, for everyone.'])
  assert.deepEqual(talk.acts.at(-1), { do: 'delete', conversation: 'direct 1', id: 'new 0' })
})

test('who wrote is answered without a word of what they wrote', () => {
  const talk = talker([messageOf('direct', 0, 'secret'), messageOf('group', 1, 'secret'), messageOf('hidden', 2, '')])
  const said = ['1 message from Ben, 1 message from Ben in a group.', '1 message is hidden from me by who wrote it.']
  assert.deepEqual(talk.say('Who wrote?'), said)
  assert.deepEqual(talk.say('Who wrote?'), said, 'the place has not moved')
})

test('words are understood in any case, with marks and kind words', () => {
  const cases: Record<string, string> = {
    'Read my new messages!': 'read',
    'please read me my messages aloud': 'read',
    'Any new messages?': 'read',
    'WHO WROTE?': 'who',
    'delete that.': 'delete',
    'Say more': 'more',
    'yes please': 'yes',
    answer: 'reply',
    'Reply delete that': 'reply',
    replying: 'unknown',
    'read the newspaper': 'unknown'
  }
  for (const [words, wanted] of Object.entries(cases)) assert.equal(understand(words).do, wanted, words)
})
