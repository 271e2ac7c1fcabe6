// Withholding under load: readers on one grant, and a friend who withholds and allows again many times.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { App } from '@parley/protocol/api/grant.ts'
import { newTestApp } from '@parley/world/test-app.ts'
import { logCaughtUp } from '@parley/world/test-log.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { makeToken } from '@parley/world/test-token.ts'
import { newId } from '../src/base/random.ts'
import { giveGrant } from '../src/grants/give-grant.ts'

const readers = 16
const withholds = Number(process.env['PARLEY_TEST_WITHHOLDS'] ?? 500)
const secret = 'nobody but friends'

let parley: TestPlatform
let ana: TestPerson
let ben: TestPerson
let conversation: string
let app: App
let token: string
before(async () => {
  parley = await startTestPlatform({ limitFactor: 100_000, poolSize: 8, partnerPoolSize: 16 })
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  const say = (person: TestPerson, text: string) =>
    person.post(`/api/conversations/${conversation}/messages`, { clientId: newId(), text })
  await say(ana, 'from ana')
  await say(ben, secret)
  app = await newTestApp(parley.sql)
  const { grant } = await giveGrant(parley, {
    person: ana.id,
    app: app.id,
    answers: {
      actions: ['read'],
      friends: false,
      where: 'all',
      conversations: [],
      messages: 'any',
      from: 'all_history',
      until: 'day'
    },
    consent: { text: 'shown', language: 'en', version: '1' }
  })
  token = await makeToken(parley.sql, grant, app.clientId)
})
after(() => parley.close())

test('after a withholding was answered nothing of it is disclosed, and no entry that names it stands behind its entry', async (t) => {
  let going = true
  // Even: allowed; odd: withheld. It changes only when the answer has arrived.
  let state = 0
  let told = 0
  let kept = 0
  const late: string[] = []
  const read = async (): Promise<void> => {
    while (going) {
      const before = state
      const answer = await fetch(`${parley.url}/v1/conversations/${conversation}/messages`, {
        headers: { authorization: `Bearer ${token}` }
      })
      const text = await answer.text()
      assert.equal(answer.status, 200)
      if (text.includes(secret)) {
        told++
        if (before % 2 === 1 && state === before) late.push(text)
      } else kept++
    }
  }
  const reading = Promise.all(Array.from({ length: readers }, read))
  for (let i = 0; i < withholds; i++) {
    const what = i % 2 === 0 ? { app: app.id } : { conversation }
    assert.equal((await ben.put('/api/withheld', what)).status, 200)
    await turn()
    await turn()
    state++
    const query = i % 2 === 0 ? `app=${app.id}` : `conversation=${conversation}`
    // The state changes before the request: from then on a disclosure is right again.
    state++
    assert.equal((await ben.delete(`/api/withheld?${query}`)).status, 200)
  }
  going = false
  await reading
  t.diagnostic(`${told} reads with the friend's words and ${kept} without, during ${withholds} withholdings`)
  assert.deepEqual(late, [])
  assert.ok(told > 0 && kept > 0)
  await logCaughtUp(parley.sql)
  // Between a withhold and the next allow no read names the friend as an author.
  const [lid] = await parley.sql<{ lid: string }[]>`select log.lid(${ben.id}) as lid`
  const entries = await parley.sql<{ kind: string; shared: string }[]>`
    select e.kind, e.shared from log.leaf l join log.entry e on e.id = l.entry_id
    where e.kind in ('read', 'withhold', 'allow') order by l.idx`
  let isWithheld = false
  for (const { kind, shared } of entries) {
    if (kind === 'read')
      assert.ok(!isWithheld || !shared.includes(lid?.lid ?? '-'), 'a read behind the withholding names the friend')
    else isWithheld = kind === 'withhold'
  }
  assert.equal(entries.filter(({ kind }) => kind === 'withhold').length, withholds)
})
