// The consent page names the people who will see that an app which reads is connected.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { registerTestClient } from '@parley/world/test-client.ts'
import {
  browserOf,
  connectTestApp,
  openTestApp,
  startTestLogin,
  type Ask,
  type TestApp
} from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let app: TestApp
let ana: TestPerson
let friends: TestPerson[]
let crowd: string
let pair: string
before(async () => {
  parley = await startTestPlatform({ limitFactor: 10_000 })
  app = await openTestApp(parley, await registerTestClient(parley, { clientId: 'tunes', name: 'Tunes' }))
  ana = await signUpPerson(parley, 'ana')
  friends = []
  for (const letter of 'abcdefghijklmn') {
    const friend = await signUpPerson(parley, `friend_${letter}`)
    await befriend(ana, friend)
    await friend.patch('/api/me', { name: `Friend ${letter.toUpperCase()}` })
    friends.push(friend)
  }
  const open = async (title: string, people: TestPerson[]): Promise<string> =>
    (await ana.post('/api/conversations', { kind: 'group', title, people: people.map(({ id }) => id) })).body.id
  crowd = await open('Crowd', friends.slice(0, 13))
  pair = await open('Pair', friends.slice(11, 13))
})
after(() => parley.close())

const pageOf = async (ask: Ask): Promise<string> => {
  const browser = browserOf(parley, ana)
  return (await browser.open((await startTestLogin(app, ask)).url)).body
}
const keptText = async (): Promise<string> => {
  const [row] = await parley.sql<{ text: string }[]>`select text from grants.consent order by agreed_at desc limit 1`
  return row!.text
}
const firstTen = 'Friend A, Friend B, Friend C, Friend D, Friend E, Friend F, Friend G, Friend H, Friend I, Friend J'

test('beside each conversation stand its people, ten by name and then how many more', async () => {
  const text = await pageOf({ details: [{ actions: ['read'] }] })
  assert.match(text, /the people in these conversations are told there that you connected Tunes/)
  assert.ok(text.includes(`will be told: ${firstTen} and 3 more<`))
  assert.ok(text.includes('will be told: Friend L and Friend M<'))
  // A friend without a conversation yet.
  assert.ok(text.includes('will be told: Friend N<'))
})

test('beside all conversations stand the people of all of them', async () => {
  const text = await pageOf({ details: [{ actions: ['read'], where: 'all' }] })
  assert.match(text, new RegExp(`also in later ones<span class="told"> – will be told: ${firstTen} and 3 more<`))
})

test('an app that does not ask to read makes nobody see it', async () => {
  const text = await pageOf({ details: [{ actions: ['write'] }] })
  assert.doesNotMatch(text, /will be told|are told there/)
})

test('the text that is kept names the people of what was ticked, and nobody else', async () => {
  const ask: Ask = { details: [{ actions: ['read', 'write'] }] }
  await connectTestApp(parley, ana, app, ask, 'Allow', {
    tick: { action: ['read'], conversation: [pair], person: [friends[13]!.id] }
  })
  const text = await keptText()
  assert.match(text, /^\[x\] Pair \(group\) – will be told: Friend L and Friend M$/m)
  assert.match(text, /^\[x\] Friend N \(no messages yet\) – will be told: Friend N$/m)
  assert.match(text, /^\[ \] Crowd \(group\)$/m)
  await connectTestApp(parley, ana, app, ask, 'Allow', { tick: { action: ['write'], conversation: [crowd] } })
  assert.match(await keptText(), /^\[x\] Crowd \(group\)$/m)
})

test('the style sheet shows names only while reading and their box are ticked', async () => {
  const css = await (await fetch(`${parley.url}/oauth/page.css`)).text()
  assert.match(
    css,
    /form:has\(\[name='action'\]\[value='read'\]:checked\) label:has\(:checked\) \.told \{\s*display: inline/
  )
})
