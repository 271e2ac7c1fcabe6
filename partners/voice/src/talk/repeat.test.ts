// Tests of having things repeated: nothing that waits may be lost.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { histories, marks, messageOf, talker } from './test-talker.ts'

test('however often somebody has it repeated, nothing that waits is lost, and no group is asked for twice at once', async () => {
  const words = fc.constantFrom('read', 'more', 'yes', 'repeat', 'repeat', 'who wrote')
  await fc.assert(
    fc.asyncProperty(histories, fc.array(words, { maxLength: 12 }), async (history, said) => {
      const talk = talker(history.map(({ message }) => message))
      const heard = new Set<number>()
      const hear = async (word: string): Promise<void> => {
        for (const i of marks(await talk.say(word))) heard.add(i)
        const { queue, groups } = talk.state()
        const waiting = [...queue, ...groups].map(({ id }) => id)
        assert.equal(new Set(waiting).size, waiting.length, 'nothing waits twice')
      }
      for (const word of said) await hear(word)
      await hear('read')
      for (let turns = 0; talk.state().asks || talk.state().more || talk.state().queue.length > 0; turns++) {
        assert.ok(turns < 200, 'it ends')
        await hear(talk.state().asks === 'groups' ? 'yes' : 'say more')
      }
      const wanted = history.flatMap(({ kind }, i) => (kind === 'direct' || kind === 'group' ? [i] : []))
      assert.deepEqual(
        [...heard].toSorted((a, b) => a - b),
        wanted
      )
    }),
    { numRuns: 150 }
  )
})

test('group messages that wait for a yes wait on when the last reading is repeated', async () => {
  const history = [messageOf('group', 0, 'the first')]
  const talk = talker(history)
  assert.match((await talk.say('read')).join(' '), /1 message in a group\. Shall I read it aloud\?/)
  history.push(messageOf('direct', 1, 'the second'))
  assert.match((await talk.say('read')).join(' '), /the second There is 1 message in a group/)
  assert.match((await talk.say('repeat')).join(' '), /the second There is 1 message in a group/)
  assert.match((await talk.say('yes')).join(' '), /the first/)
})
