// Changing the password and the name.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newSecret } from '@parley/server/base/random.ts'
import { ask, signUpPerson, testPassword, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

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
