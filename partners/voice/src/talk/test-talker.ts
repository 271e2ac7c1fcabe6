// Somebody who talks with Voice in tests, about messages that a Parley of the test has, and what must hold of every turn.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { ParleyRefusal, type PartnerMessage } from '@parley/sdk'
import { toSsml } from '@parley/connectors/speech/ssml.ts'
import { converse } from './converse.ts'
import { freshState, type State } from './state.ts'
import type { Speaker } from './turn.ts'
import { type Command, understand } from './understand.ts'

export const max = 8000
const pageRows = 5

type Kind = 'direct' | 'group' | 'own' | 'hidden' | 'deleted' | 'hidden in a group'
export const messageOf = (kind: Kind, i: number, text: string): PartnerMessage => {
  const conversation = kind === 'group' || kind === 'hidden in a group' ? 'group' : `direct ${i % 2}`
  if (kind.startsWith('hidden')) return { id: `${i}`, conversation, withheld: true }
  const from = kind === 'own' ? { id: 'me', name: 'Ana' } : { id: 'ben', name: 'Ben' }
  const deleted = kind === 'deleted' ? { deleted: { at: '2026-01-01T00:00:00Z' } } : { text: `#${i}# ${text}` }
  return { id: `${i}`, conversation, at: '2026-01-01T00:00:00Z', from, own: false, ...deleted }
}

type Act =
  | { do: 'write'; conversation: string; text: string; replyTo?: string; key: string }
  | { do: 'delete'; conversation: string; id: string }

/** A session of a Parley that has nothing but these messages; refuse: the code with which it refuses the next call. */
export const parleyOf = (messages: PartnerMessage[]) => {
  const acts: Act[] = []
  const refused: { code?: string | undefined } = {}
  const answer = async <T>(value: () => T): Promise<T> => {
    const { code } = refused
    refused.code = undefined
    if (code !== undefined) throw new ParleyRefusal(code, { status: 400, title: code })
    return value()
  }
  const session = {
    person: { id: 'me' },
    permission: { messages: 'any' },
    messages: {
      changes: ({ after = '0' }: { after?: string }) =>
        answer(() => {
          const end = Math.min(Number(after) + pageRows, messages.length)
          return { items: messages.slice(Number(after), end), next: String(end), more: end < messages.length }
        }),
      conversations: async function* () {
        yield* ['direct 0', 'direct 1'].map((id) => ({ id, kind: 'direct' }))
        yield { id: 'group', kind: 'group' }
      },
      one: (_conversation: string, id: string) => answer(() => messages[Number(id)]!),
      write: (conversation: string, message: { text: string; replyTo?: string }, { key }: { key: string }) =>
        answer(() => ({ id: `new ${acts.push({ do: 'write', conversation, ...message, key })}` })),
      delete: (conversation: string, id: string) => answer(() => void acts.push({ do: 'delete', conversation, id }))
    }
  } as unknown as Speaker
  return { session, acts, refuse: (code: string) => (refused.code = code) }
}

/** One person who talks with Voice about these messages. */
export const talker = (messages: PartnerMessage[]) => {
  const { session, acts, refuse } = parleyOf(messages)
  let state: State = freshState()
  let turns = 0
  const place = { get: () => state, set: (next: State | undefined) => void (state = next ?? freshState()) }
  return {
    acts,
    refuse,
    state: () => state,
    say: async (words: string | Command, key = `turn ${turns++}`): Promise<string[]> => {
      const before = state
      const done = acts.length
      const { say } = await converse({ session, place, key, max }, words)
      const command = typeof words === 'string' ? understand(words, before.asks) : words
      for (const act of acts.slice(done)) {
        if (act.do === 'delete') {
          assert.deepEqual([before.asks, command.do], ['delete', 'yes'])
          assert.match(act.id, /^new /, 'only what was written through Voice')
        } else assert.equal(command.do, 'reply')
      }
      assert.ok(acts.length <= done + 1, 'one act at most')
      assert.ok(toSsml(say).length <= max, 'one speech has at most 8,000 characters')
      assert.ok(say.length > 0, 'Voice always says something')
      assert.doesNotMatch(JSON.stringify(state), /#\d+#/, 'no text of a message is kept')
      return say
    }
  }
}

const kinds = fc.constantFrom<Kind[]>('direct', 'group', 'own', 'hidden', 'deleted', 'hidden in a group')
const texts = fc.oneof(
  // By "#3#" a message is known again, so no random text may have one.
  fc.string({ minLength: 1, maxLength: 60 }).map((text) => text.replaceAll('#', '+')),
  fc.string({ unit: fc.constantFrom('&', '"', '😀', ' ', 'a'), minLength: 2000, maxLength: 3900 })
)
export const histories = fc
  .array(fc.tuple(kinds, texts), { maxLength: 18 })
  .map((list) => list.map(([kind, text], i) => ({ kind, message: messageOf(kind, i, text) })))
export const marks = (sentences: string[]): number[] =>
  sentences.flatMap((sentence) => [...sentence.matchAll(/#(\d+)#/g)].map(([, i]) => Number(i)))
