// A grant for some kinds of message discloses, answers to, writes and deletes these and no others, over every way of asking.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PartnerMessage, Receipt } from '@parley/protocol/api/partner.ts'
import { parseOwner } from '@parley/protocol/log/entry-texts.ts'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { messagesOf, startTriangle, type TestTriangle } from '@parley/world/test-triangle.ts'
import { newId } from '../base/random.ts'

const card = { type: 'song', name: 'Blue', byArtist: 'Nobody' } as const
const secret = 'the words of a text'

let all: TestTriangle
let songs: TestActor
let [text, song, answer, gone] = ['', '', '', '']
const post = async (body: object): Promise<string> =>
  (await all.ben.post(`/api/conversations/${all.withBen}/messages`, { clientId: newId(), ...body })).body.id
before(async () => {
  all = await startTriangle()
  text = await post({ text: secret })
  song = await post({ card, text: 'listen', replyTo: text })
  answer = await post({ text: `${secret}, again`, replyTo: song })
  gone = await post({ card, text: 'gone' })
  await all.ben.delete(`/api/conversations/${all.withBen}/messages/${gone}`)
  const deletedText = await post({ text: `${secret} too` })
  await all.ben.delete(`/api/conversations/${all.withBen}/messages/${deletedText}`)
  songs = await makeActor(
    all.parley,
    { actions: ['read', 'write', 'delete'], kinds: ['song', 'link'] },
    { person: all.ana }
  )
})
after(() => all.parley.close())

const idsOf = ({ body }: { body: { items: PartnerMessage[] } }): string[] => body.items.map(({ id }) => id)

test('pages and changes have only messages of the kinds, also of those that are deleted, and name no other', async () => {
  for (const path of [messagesOf(all.withBen), '/v1/changes']) {
    const answered = await songs.get(path)
    assert.deepEqual(idsOf(answered), [song, gone], path)
    const told = JSON.stringify(answered.body)
    for (const hidden of [secret, text, answer]) assert.ok(!told.includes(hidden), path)
    assert.equal(answered.body.items[0].replyTo, undefined)
  }
})

test('the entry of a read tells the kind of each message', async () => {
  const { body } = await songs.get(messagesOf(all.withBen))
  const [{ owner }] = body.receipts as [Receipt]
  assert.deepEqual(
    parseOwner('access', owner).items.map(({ kind }) => kind),
    ['song', 'song']
  )
  const any = await makeActor(all.parley, { actions: ['read'] }, { person: all.ana })
  const [receipt] = (await any.get(messagesOf(all.withBen))).body.receipts as [Receipt]
  assert.ok(parseOwner('access', receipt.owner).items.every(({ kind }) => kind === undefined))
})

test('a message of another kind is as if it were not there', async () => {
  await all.refused('message_missing', [
    () => songs.get(`${messagesOf(all.withBen)}/${text}`),
    () => songs.send('DELETE', `${messagesOf(all.withBen)}/${text}`)
  ])
  await all.refused('reply_target_missing', [() => songs.write(all.withBen, { card, replyTo: text })])
  assert.equal((await songs.get(`${messagesOf(all.withBen)}/${song}`)).status, 200)
})

test('an app writes only messages of the kinds', async () => {
  await all.refused('kind_missing', [
    () => songs.write(all.withBen, { text: 'x' }),
    () => songs.write(all.withBen, { card: { type: 'film', name: 'Long' }, text: 'x' })
  ])
  const { status, body } = await songs.write(all.withBen, { card, text: 'This one' })
  assert.equal(status, 201)
  assert.equal((await songs.send('DELETE', `${messagesOf(all.withBen)}/${body.id}`)).status, 200)
})

test('a withheld message of these kinds has no placeholder, which would tell its kind', async () => {
  await all.ben.put('/api/withheld', { app: songs.app.id })
  assert.ok(!JSON.stringify((await songs.get(messagesOf(all.withBen))).body).includes(song))
  await all.refused('message_missing', [() => songs.get(`${messagesOf(all.withBen)}/${song}`)])
  await all.ben.delete(`/api/withheld?app=${songs.app.id}`)
  assert.equal((await songs.get(`${messagesOf(all.withBen)}/${song}`)).status, 200)
})

test('the preview counts what the kinds disclose, and narrowing takes kinds away but gives none', async () => {
  const reader = await makeActor(all.parley, { actions: ['read'] }, { person: all.ana })
  const narrow = (change: object) => all.ana.post(`/api/grants/${reader.grant}/narrow`, change)
  const seen = async () => (await all.ana.get(`/api/grants/${reader.grant}/preview`)).body.messages as number
  const before = await seen()
  const { status, body } = await narrow({ kinds: ['song', 'text'] })
  assert.equal(status, 200)
  assert.deepEqual(body.answers.kinds, ['text', 'song'])
  assert.match(body.sentence, /can read texts and songs in all your conversations/)
  assert.equal(await seen(), before)
  assert.equal((await narrow({ kinds: ['song'] })).status, 200)
  assert.equal(await seen(), 1)
  assert.equal((await narrow({ kinds: ['song', 'text'] })).body.code, 'not_narrower')
  // Friends are told, too.
  const { items } = (await all.ben.get(`/api/conversations/${all.withBen}/readers`)).body
  assert.deepEqual(items.find(({ grant }: { grant: string }) => grant === reader.grant).kinds, ['song'])
  assert.deepEqual((await reader.get('/v1/grant')).body.detail.kinds, ['song'])
  assert.deepEqual(idsOf(await reader.get(messagesOf(all.withBen))).slice(0, 2), [song, gone])
})
