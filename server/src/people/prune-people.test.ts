// What has ended by itself is forgotten; what lives stays.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUpPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { makeChallenge } from './make-challenge.ts'
import { prunePeople } from './prune-people.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

test('ended sessions, invites and challenges are forgotten, and only those', async () => {
  const { sql } = parley
  const [old, current] = [await signUpPerson(parley, 'old'), await signUpPerson(parley, 'current')]
  for (const person of [old, current]) await person.post('/api/invites')
  const ended = await makeChallenge(sql, { purpose: 'sign_in' })
  const waiting = await makeChallenge(sql, { purpose: 'sign_in' })
  await sql`update people.session set seen_at = now() - interval '31 days' where id = ${old.session}`
  await sql`update people.invite set ends_at = now() - interval '1 second' where person_id = ${old.id}`
  await sql`update people.challenge set ends_at = now() - interval '1 second' where challenge = ${ended}`
  await prunePeople(sql)
  const left = await sql`
    select id::text as what from people.session union all select person_id::text from people.invite
    union all select challenge from people.challenge`
  assert.deepEqual(new Set(left.map((row) => row['what'])), new Set([current.session, current.id, waiting]))
})
