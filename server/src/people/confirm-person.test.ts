// A session that was signed in some time ago adds no way to sign in before its person has shown who they are once more.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newSecret } from '@parley/server/base/random.ts'
import { TestAuthenticator } from '@parley/world/test-authenticator.ts'
import { ask, signUpPerson, testPassword, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform({ limitFactor: 20 })
})
after(() => parley.close())

const someHandle = () => `c${newSecret(6).toLowerCase().replaceAll('-', 'x')}`
const age = (person: TestPerson, minutes: number) =>
  parley.sql`
    update people.session set confirmed_at = confirmed_at - ${minutes} * interval '1 minute' where id = ${person.session}`

const addKey = async (person: TestPerson): Promise<TestAuthenticator> => {
  const key = new TestAuthenticator(parley.url)
  const offer = (await person.post('/api/passkeys/options')).body
  assert.equal((await person.post('/api/passkeys', { ...key.make(offer), name: 'Key' })).status, 201)
  return key
}
const signInOffer = async () => (await ask(parley.url, '', 'POST', '/api/sign-in/passkey/options', {})).body

test('a passkey is added within ten minutes of signing in, and later only after the password', async () => {
  const person = await signUpPerson(parley, someHandle())
  await age(person, 9)
  await addKey(person)
  await age(person, 1)
  assert.equal((await person.post('/api/passkeys/options')).body.code, 'confirm_first')
  const wrong = await person.post('/api/me/confirm', { password: 'not the password' })
  assert.deepEqual([wrong.status, wrong.body.code], [401, 'wrong_credentials'])
  assert.equal((await person.post('/api/passkeys/options')).body.code, 'confirm_first')
  assert.equal((await person.post('/api/me/confirm', { password: testPassword })).status, 204)
  await addKey(person)
})

test('options that were asked for in time are good for their five minutes and not longer', async () => {
  const person = await signUpPerson(parley, someHandle())
  const offer = (await person.post('/api/passkeys/options')).body
  const made = { ...new TestAuthenticator(parley.url).make(offer), name: 'Key' }
  await age(person, 16)
  assert.equal((await person.post('/api/passkeys', made)).body.code, 'confirm_first')
})

test('one of the person’s own passkeys confirms too; that of somebody else, or a used answer, does not', async () => {
  const [person, other] = [await signUpPerson(parley, someHandle()), await signUpPerson(parley, someHandle())]
  const [key, theirs] = [await addKey(person), await addKey(other)]
  await age(person, 11)
  assert.equal((await person.post('/api/me/confirm', theirs.answer(await signInOffer()))).body.code, 'passkey_failed')
  const answer = key.answer(await signInOffer())
  assert.equal((await person.post('/api/me/confirm', answer)).status, 204)
  await age(person, 11)
  assert.equal((await person.post('/api/me/confirm', answer)).body.code, 'challenge_expired')
  assert.equal((await person.post('/api/passkeys/options')).body.code, 'confirm_first')
})

test('confirming one session confirms no other', async () => {
  const person = await signUpPerson(parley, someHandle())
  const signed = await ask(parley.url, '', 'POST', '/api/sign-in', { handle: person.handle, password: testPassword })
  const cookie = (signed.headers.get('set-cookie') ?? '').split(';')[0]!
  await parley.sql`
    update people.session set confirmed_at = confirmed_at - interval '1 hour' where person_id = ${person.id}`
  assert.equal((await person.post('/api/me/confirm', { password: testPassword })).status, 204)
  assert.equal((await ask(parley.url, cookie, 'POST', '/api/passkeys/options')).body.code, 'confirm_first')
})

test('who has no password sets one only shortly after a passkey', async () => {
  const person = await signUpPerson(parley, someHandle())
  const key = await addKey(person)
  await parley.sql`delete from people.password where person_id = ${person.id}`
  await age(person, 11)
  const password = 'a wide river 41 stones'
  assert.equal((await person.put('/api/me/password', { password })).body.code, 'confirm_first')
  assert.equal((await person.post('/api/me/confirm', { password: testPassword })).body.code, 'wrong_credentials')
  assert.equal((await person.post('/api/me/confirm', key.answer(await signInOffer()))).status, 204)
  assert.equal((await person.put('/api/me/password', { password })).status, 204)
})

test('guessing the password of a borrowed session is limited', async () => {
  const person = await signUpPerson(parley, someHandle())
  let status = 0
  for (let i = 0; i < 201 && status !== 429; i++)
    status = (await person.post('/api/me/confirm', { password: 'x' })).status
  assert.equal(status, 429)
})

test('whoever is not signed in confirms nothing, and a body of another form is refused', async () => {
  assert.equal((await ask(parley.url, '', 'POST', '/api/me/confirm', { password: testPassword })).status, 401)
  const person = await signUpPerson(parley, someHandle())
  for (const body of [{}, { password: 7 }, { password: testPassword, challenge: 'x' }, { challenge: 'x' }])
    assert.equal((await person.post('/api/me/confirm', body)).status, 400, JSON.stringify(body))
})
