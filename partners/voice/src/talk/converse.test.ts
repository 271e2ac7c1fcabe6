// Properties of the dialogue: what is read aloud, when, how much at once, and what is done only after a yes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cutText } from '@parley/connectors/speech/cut-text.ts'
import { converse } from './converse.ts'
import { freshState } from './state.ts'
import { histories, marks, max, messageOf, parleyOf, talker } from './test-talker.ts'
import { understand } from './understand.ts'

test('whoever says more, and yes to groups, hears every message of others once and whole, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const talk = talker(history.map(({ message }) => message))
      const said = await talk.say('Read my new messages')
      const inGroups: number[] = []
      for (let turns = 0; talk.state().asks || talk.state().more || talk.state().queue.length > 0; turns++) {
        assert.ok(turns < 200, 'it ends')
        const asked = talk.state().asks === 'groups'
        const now = await talk.say(asked ? 'yes' : 'say more')
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

test('whatever is said: groups wait for a yes, hidden texts stay hidden, and nothing is deleted without a yes', async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.array(commands, { maxLength: 25 }), async (history, words) => {
      const talk = talker(history.map(({ message }) => message))
      let saidYes = false
      for (const word of words) {
        saidYes ||= talk.state().asks === 'groups' && understand(word).do === 'yes'
        const heard = marks(await talk.say(word)).map((i) => history[i]?.kind)
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

test('a reply goes to the conversation of the message that was read last', async () => {
  const talk = hello()
  assert.deepEqual(await talk.say('reply too early'), [
    'I have not read a message to you yet, so I do not know whom to answer.'
  ])
  await talk.say('read')
  assert.deepEqual(await talk.say('Reply: Yes, I am here.'), ['Sent to Ben.'])
  assert.deepEqual(talk.acts, [
    { do: 'write', conversation: 'direct 1', text: 'Yes, I am here.', replyTo: '1', key: 'turn 2' }
  ])
  assert.match((await talk.say(`reply ${'x'.repeat(4001)}`)).join(), /too long.*Nothing was sent/)
  assert.equal(talk.acts.length, 1)
})

test('a reply without words is asked for, and then any words are it', async () => {
  const talk = hello()
  await talk.say('read')
  assert.deepEqual(await talk.say('reply'), ['What shall I reply to Ben?'])
  assert.deepEqual(await talk.say('yes'), ['Sent to Ben.'])
  await talk.say('reply')
  await talk.say('cancel')
  assert.equal(talk.acts.length, 1)
})

test('what Ben wrote cannot be deleted by Ana; what she replied can, after a yes', async () => {
  const talk = hello()
  await talk.say('read')
  assert.deepEqual(await talk.say('delete that'), ['Ben wrote that. Only who wrote a message can delete it.'])
  await talk.say('reply no')
  assert.deepEqual(await talk.say('delete that'), ['Shall I delete your message to Ben for everyone?'])
  assert.deepEqual(await talk.say('no'), ['All right.'])
  assert.deepEqual((await talk.say('yes')).at(0), 'I have not asked anything.')
  await talk.say('delete that')
  assert.deepEqual(await talk.say('yes'), ['Deleted, for everyone.'])
  assert.deepEqual(talk.acts.at(-1), { do: 'delete', conversation: 'direct 1', id: 'new 1' })
})

test('who wrote is answered without a word of what they wrote', async () => {
  const talk = talker([messageOf('direct', 0, 'secret'), messageOf('group', 1, 'secret'), messageOf('hidden', 2, '')])
  const said = [
    '1 message from Ben, 1 message from Ben in a group.',
    '1 message is hidden from me by the person who wrote it.'
  ]
  assert.deepEqual(await talk.say('Who wrote?'), said)
  assert.deepEqual(await talk.say('Who wrote?'), said, 'the place has not moved')
})

test('a reply that is sent again goes under the same key', async () => {
  const talk = hello()
  await talk.say('read')
  await talk.say('reply hello', 'the same form')
  await talk.say('reply hello', 'the same form')
  assert.deepEqual(
    talk.acts.map((act) => act.do === 'write' && act.key),
    ['the same form', 'the same form']
  )
})

test('a refusal is said, leaves the place as it was, and ends a question', async () => {
  const talk = hello()
  await talk.say('read')
  const { asks: _, ...before } = talk.state()
  for (const [code, words, said] of [
    ['not_friends', 'reply hello', /not friends/],
    ['grant_ended', 'reply hello', /connection to Parley has ended/],
    ['budget_used', 'read', /used up/],
    ['something_new', 'who wrote', /Parley refused: something_new/]
  ] as const) {
    talk.refuse(code)
    assert.match((await talk.say(words)).join(' '), said)
    assert.deepEqual({ ...talk.state() }, { ...before, asks: undefined })
  }
  assert.deepEqual(talk.acts, [])
  await talk.say('reply hello')
  await talk.say('delete that')
  talk.refuse('not_yours')
  assert.match((await talk.say('yes')).join(' '), /Somebody else wrote that/)
  assert.match((await talk.say('yes')).join(' '), /I have not asked anything/)
  assert.equal(talk.acts.length, 1)
})

test('a fault of our own is thrown, and the place stays', async () => {
  const { session } = parleyOf([])
  const place = { get: () => freshState(), set: () => undefined }
  const broken = {
    ...session,
    messages: { ...session.messages, changes: () => Promise.reject(new TypeError('broken')) }
  }
  await assert.rejects(converse({ session: broken, place, key: 'x', max }, 'read'), /broken/)
})

test('a place of another permission is given up, and reading begins where the new one does', async () => {
  const talk = hello()
  await talk.say('read')
  talk.refuse('invalid_cursor')
  assert.match((await talk.say('read')).join(' '), /hello/)
})

test('while a message is too long for one speech, a reply already goes to who wrote it', async () => {
  const talk = talker([messageOf('direct', 0, 'short'), messageOf('direct', 1, '& '.repeat(1900))])
  assert.equal((await talk.say('read')).at(-1), 'There is more. Say more to go on.')
  await talk.say('reply I am listening')
  assert.deepEqual(talk.acts[0], {
    do: 'write',
    conversation: 'direct 1',
    text: 'I am listening',
    replyTo: '1',
    key: 'turn 1'
  })
  assert.match((await talk.say('more')).join(' '), /^&/)
})

test('messages that are gone before they are read are left out', async () => {
  const long = Array.from({ length: 4 }, (_, i) => messageOf('direct', i, 'x'.repeat(3000)))
  const talk = talker(long)
  await talk.say('read')
  const waiting = talk.state().queue.length
  assert.ok(waiting > 0)
  for (const { id } of talk.state().queue) long[Number(id)] = messageOf('deleted', Number(id), '')
  assert.deepEqual(await talk.say('more'), ['These messages are gone.'])
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
