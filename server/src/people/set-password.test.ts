// Changing the password and the name.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { newSecret } from '@parley/server/base/random.ts'
import type { Refusal } from '@parley/server/base/refusal.ts'
import { ask, signUpPerson, testPassword, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { checkPassword } from './check-password.ts'
import { startSession } from './start-session.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

const fresh = 'marble anchor 61 thicket'
const someone = (): Promise<TestPerson> => signUpPerson(parley, `w${newSecret(6).toLowerCase().replaceAll('-', 'x')}`)
const signIn = (person: TestPerson, password: string) =>
  ask(parley.url, '', 'POST', '/api/sign-in', { handle: person.handle, password })

test('a changed password works, the old one does not, and the other sessions end', async () => {
  const person = await someone()
  const elsewhere = ((await signIn(person, testPassword)).headers.get('set-cookie') ?? '').split(';')[0]!
  const heard: unknown[] = []
  const end = parley.bus.subscribe('signed_out', (nudge) => heard.push(nudge))
  assert.equal((await person.put('/api/me/password', { current: testPassword, password: fresh })).status, 204)
  end()
  assert.deepEqual(heard, [{ topic: 'signed_out', person: person.id, except: person.session }])
  assert.equal((await ask(parley.url, elsewhere, 'GET', '/api/me')).status, 401)
  assert.equal((await person.get('/api/me')).status, 200)
  assert.equal((await signIn(person, testPassword)).status, 401)
  assert.equal((await signIn(person, fresh)).status, 200)
})

test('a change needs the current password', async () => {
  const person = await someone()
  assert.equal((await person.put('/api/me/password', { password: fresh })).body.code, 'wrong_credentials')
  assert.equal((await person.put('/api/me/password', { current: 'x', password: fresh })).body.code, 'wrong_credentials')
  assert.equal((await signIn(person, testPassword)).status, 200)
})

test('a weak new password is refused', async () => {
  const person = await someone()
  const change = (password: string) => person.put('/api/me/password', { current: testPassword, password })
  assert.equal((await change('short')).body.code, 'password_short')
  assert.equal((await change('password12')).body.code, 'password_breached')
  assert.equal((await change(`${person.handle}2024`)).body.code, 'password_breached')
})

test('who has passkeys only sets a password without a current one', async () => {
  const person = await someone()
  await parley.sql`delete from people.password where person_id = ${person.id}`
  assert.equal((await person.put('/api/me/password', { password: fresh })).status, 204)
  assert.equal((await person.get('/api/me')).body.hasPassword, true)
  assert.equal((await signIn(person, fresh)).status, 200)
})

test('of two changes at once, one succeeds', async () => {
  const person = await someone()
  const answers = await Promise.all(
    [fresh, `${fresh} two`].map((password) => person.put('/api/me/password', { current: testPassword, password }))
  )
  assert.deepEqual(
    answers.map((a) => a.status).toSorted((x, y) => x - y),
    [204, 401]
  )
})

test('the current password is guessed ten times at most', async () => {
  const person = await someone()
  for (let i = 0; i < 10; i++) await person.put('/api/me/password', { current: `wrong ${i}`, password: fresh })
  assert.equal((await person.put('/api/me/password', { current: testPassword, password: fresh })).status, 429)
})

test('a person changes their name, and nothing else about themselves', async () => {
  const person = await someone()
  assert.equal((await person.patch('/api/me', { name: ' Ana  Maria ' })).body.name, 'Ana Maria')
  assert.equal((await person.get('/api/me')).body.name, 'Ana Maria')
  assert.equal((await person.patch('/api/me', { name: 'A\u202Eb' })).body.code, 'invalid_text')
  assert.equal((await person.patch('/api/me', { name: 'A', handle: 'admin' })).body.code, 'invalid_request')
  assert.equal((await ask(parley.url, '', 'PATCH', '/api/me', { name: 'A' })).status, 401)
})

test('a person chooses whether to be told at once of apps that read', async () => {
  const person = await signUpPerson(parley, 'listener')
  assert.equal((await person.get('/api/me')).body.hearsOfReaders, true)
  assert.equal((await person.put('/api/me/hears-of-readers', { on: false })).body.hearsOfReaders, false)
  assert.equal((await person.get('/api/me')).body.hearsOfReaders, false)
  assert.equal((await person.put('/api/me/hears-of-readers', { on: 'yes' })).status, 400)
})

test('a sign-in with a password that is changed at this moment starts no session', async () => {
  const person = await someone()
  const shown = await checkPassword(parley, person.handle, testPassword, {
    ip: '198.51.100.1',
    headers: {},
    server: { publicUrl: parley.url }
  })
  assert.equal((await person.put('/api/me/password', { current: testPassword, password: fresh })).status, 204)
  const late = startSession(parley.sql, shown.person, 'late', shown.passwordOf)
  await assert.rejects(late, { code: 'wrong_credentials' })
  // And one that comes while the change is not committed waits for it.
  const again = await checkPassword(parley, person.handle, fresh, {
    ip: '198.51.100.1',
    headers: {},
    server: { publicUrl: parley.url }
  })
  const held = await parley.sql.begin(async (tx) => {
    await tx`update people.password set changed_at = clock_timestamp() where person_id = ${person.id}`
    const waiting = startSession(parley.sql, again.person, 'late', again.passwordOf).catch((error: unknown) => error)
    assert.equal(await Promise.race([waiting, setTimeout(200, 'waits')]), 'waits')
    return { waiting }
  })
  assert.equal(((await held.waiting) as Refusal).code, 'wrong_credentials')
  assert.equal((await signIn(person, fresh)).status, 200)
})
