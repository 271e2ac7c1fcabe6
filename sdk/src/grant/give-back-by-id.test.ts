// Tests of giving a permission back when the session that it was given to is gone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { registerTestClient } from '@parley/world/test-client.ts'
import { answerConsent } from '@parley/world/test-consent.ts'
import { befriend, signUpPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { memoryReceipts, memoryStore, ParleyRefusal, parleyApp } from '../index.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

test('an app that lost its tokens gives a permission back by its id; another app cannot', async () => {
  const [tunes, other] = await Promise.all(
    ['tunes', 'other'].map((clientId) => registerTestClient(parley, { clientId }))
  )
  const kept = memoryReceipts()
  const appOf = ({ clientId, secret, redirectUri }: NonNullable<typeof tunes>) =>
    parleyApp({
      platform: parley.url,
      clientId,
      clientSecret: secret!,
      redirectUri,
      store: memoryStore(),
      receipts: kept
    })
  const [ana, ben] = await Promise.all([signUpPerson(parley, 'ana'), signUpPerson(parley, 'ben')])
  await befriend(ana, ben)
  const conversation = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  const app = appOf(tunes!)
  const { url, attempt } = await app.login.start({ ask: { actions: ['read'] } })
  const session = await app.login.finish({
    attempt,
    url: await answerConsent(parley, ana, url, { conversations: [conversation] })
  })
  const { id } = await session.grant.read()
  const refused = (code: string) => (error: unknown) => error instanceof ParleyRefusal && error.code === code
  await assert.rejects(appOf(other!).giveBack(id), refused('grant_missing'))
  await assert.rejects(appOf({ ...tunes!, secret: 'wrong' }).giveBack(id), refused('client_unknown'))
  await session.grant.read()
  const before = kept.all().length
  await appOf(tunes!).giveBack(id)
  await appOf(tunes!).giveBack(id)
  const [receipt, ...more] = kept.all().slice(before)
  assert.deepEqual([receipt?.session, JSON.parse(receipt?.shared ?? '{}').t, more], [id, 'revoke', []])
  await assert.rejects(session.grant.read(), refused('grant_ended'))
})
