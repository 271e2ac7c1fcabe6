// Everything that the partner API tells an app, as bytes, and the search in it for words that must not be there.
import assert from 'node:assert/strict'
import type { AppAnswer } from '@parley/world/test-app-call.ts'

type Ask = (path: string) => Promise<AppAnswer>
type List = { items: { id: string }[] }

/** All that the app can ask for, in one text: headers and body of every answer. */
export const everyAnswer = async (ask: Ask): Promise<string> => {
  const conversations = await ask('/v1/conversations')
  const answers = [conversations]
  for (const path of ['/v1/me', '/v1/grant', '/v1/friends', '/v1/changes']) answers.push(await ask(path))
  for (const { id } of (conversations.body as List).items) {
    const page = await ask(`/v1/conversations/${id}/messages`)
    answers.push(page)
    for (const message of (page.body as List).items)
      answers.push(await ask(`/v1/conversations/${id}/messages/${message.id}`))
  }
  return answers.map(({ heard }) => heard).join('\n')
}

/** Not a word of it, and no form in which it might be hidden. */
export const assertNothingOf = (words: string, heard: string): void => {
  for (const form of [words, encodeURIComponent(words), Buffer.from(words).toString('base64').slice(0, -4)])
    assert.ok(!heard.includes(form), `${words} came as ${form}`)
  for (const word of words.split(/[^A-Za-z]+/).filter(({ length }) => length > 5))
    assert.ok(!heard.includes(word), `the word ${word} came`)
}
