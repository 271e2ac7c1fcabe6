// Signing somebody out by staff: all sessions end, and the person can read why.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { signUpPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { signOutByStaff } from './sign-out-by-staff.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

const entries = (person: string) =>
  parley.sql<{ shared: string; owner: string; parties: string[] }[]>`
    select shared, owner, parties from log.entry where person_id = ${person} and kind = 'staff'`

test('all sessions of the person end, nobody else’s, and an entry about the person says why', async () => {
  const [ana, ben] = [await signUpPerson(parley, 'ana'), await signUpPerson(parley, 'ben')]
  assert.equal(await signOutByStaff(parley, 'ana', 'The password was found in a leak.'), 1)
  assert.equal((await ana.get('/api/me')).status, 401)
  assert.equal((await ben.get('/api/me')).status, 200)
  const [entry, ...more] = await entries(ana.id)
  assert.ok(entry && more.length === 0)
  assert.deepEqual(entry.parties, [ana.id])
  const { t, frame } = parseShared(entry.shared)
  assert.equal(t, 'staff')
  const { what, because } = parseOwner(frame, entry.owner) as unknown as Record<string, string>
  assert.deepEqual([what, because], ['sign_out', 'The password was found in a leak.'])
})

test('somebody unknown and a missing reason are refused, and nothing is recorded', async () => {
  const cara = await signUpPerson(parley, 'cara')
  await assert.rejects(signOutByStaff(parley, 'nobody', 'Why not'), { code: 'person_missing' })
  await assert.rejects(signOutByStaff(parley, 'cara', ''), { code: 'invalid_request' })
  assert.equal((await cara.get('/api/me')).status, 200)
  assert.equal((await entries(cara.id)).length, 0)
})
