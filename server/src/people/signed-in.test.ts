// Sessions: how they start, live on, are listed and end.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sha256 } from '@parley/server/base/hash.ts'
import { newSecret } from '@parley/server/base/random.ts'
import { ask, signUpPerson, testPassword, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform({ limitFactor: 10 })
})
after(() => parley.close())

const someone = (): Promise<TestPerson> => signUpPerson(parley, `s${newSecret(6).toLowerCase().replaceAll('-', 'x')}`)
const signIn = async (person: TestPerson, cookie = ''): Promise<string> => {
  const answer = await ask(parley.url, cookie, 'POST', '/api/sign-in', {
    handle: person.handle,
    password: testPassword
  })
  assert.equal(answer.status, 200)
  return (answer.headers.get('set-cookie') ?? '').split(';')[0]!
}
const isIn = async (cookie: string) => (await ask(parley.url, cookie, 'GET', '/api/me')).status === 200
const signedOut = async (act: () => Promise<unknown>): Promise<unknown[]> => {
  const heard: unknown[] = []
  const end = parley.bus.subscribe('signed_out', (nudge) => heard.push(nudge))
  await act()
  end()
  return heard
}

test('the database holds only the hash of a token', async () => {
  const person = await someone()
  const token = person.cookie.split('=')[1]!
  const [row] = await parley.sql`select token_hash, s::text as all from people.session s where id = ${person.session}`
  assert.deepEqual(row?.['token_hash'], sha256(token))
  assert.ok(!String(row?.['all']).includes(token))
})

test('without a cookie, with a wrong one or with the hash itself nobody is signed in', async () => {
  const person = await someone()
  const [row] = await parley.sql`select token_hash from people.session where id = ${person.session}`
  for (const cookie of [
    '',
    'parley_session=',
    'parley_session=%00',
    'parley_session=%E0%A4%A',
    `parley_session=${newSecret()}`,
    `parley_session=${row?.['token_hash'].toString('base64url')}`
  ]) {
    const answer = await ask(parley.url, cookie, 'GET', '/api/me')
    assert.deepEqual([answer.status, answer.body.code], [401, 'not_signed_in'])
  }
})

test('signing in gives a new token and ends the session that the browser had', async () => {
  const [planted, victim] = [await someone(), await someone()]
  const heard = await signedOut(async () => {
    const cookie = await signIn(victim, planted.cookie)
    assert.notEqual(cookie, planted.cookie)
    assert.equal((await ask(parley.url, cookie, 'GET', '/api/me')).body.id, victim.id)
  })
  assert.deepEqual(heard, [{ topic: 'signed_out', person: planted.id, session: planted.session }])
  assert.equal(await isIn(planted.cookie), false)
})

test('a session ends after 30 unused days, and every use begins them anew', async () => {
  const person = await someone()
  const ageTo = (days: number) =>
    parley.sql`update people.session set seen_at = now() - ${days} * interval '1 day' where id = ${person.session}`
  await ageTo(29.9)
  assert.equal(await isIn(person.cookie), true)
  const [row] =
    await parley.sql`select now() - seen_at < interval '1 minute' as fresh from people.session where id = ${person.session}`
  assert.equal(row?.['fresh'], true)
  await ageTo(30.01)
  assert.equal(await isIn(person.cookie), false)
})

test('requests within a minute write nothing', async () => {
  const person = await someone()
  const xmin = async () =>
    (await parley.sql`select xmin::text, seen_at from people.session where id = ${person.session}`)[0]
  const first = await xmin()
  for (let i = 0; i < 5; i++) await isIn(person.cookie)
  assert.deepEqual(await xmin(), first)
})

test('sessions are listed in plain words, newest first, with the one that asks marked', async () => {
  const person = await someone()
  const answer = await fetch(`${parley.url}/api/sign-in`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
    },
    body: JSON.stringify({ handle: person.handle, password: testPassword })
  })
  assert.equal(answer.status, 200)
  const { items } = (await person.get('/api/sessions')).body
  assert.deepEqual(
    items.map((s: { device: string; current: boolean }) => [s.device, s.current]),
    [
      ['Firefox on Linux', false],
      ['An unknown device', true]
    ]
  )
  const first = (await person.get('/api/sessions?limit=1')).body
  const second = (await person.get(`/api/sessions?limit=1&after=${first.next}`)).body
  assert.deepEqual([first.items[0], second.items[0]], items)
})

test('a person ends one of their sessions, and nobody else does', async () => {
  const [person, other] = [await someone(), await someone()]
  const elsewhere = await signIn(person)
  const { items } = (await person.get('/api/sessions')).body
  const { id } = items.find((s: { current: boolean }) => !s.current)
  assert.equal((await other.delete(`/api/sessions/${id}`)).body.code, 'session_missing')
  assert.equal(await isIn(elsewhere), true)
  const heard = await signedOut(() => person.delete(`/api/sessions/${id}`))
  assert.deepEqual(heard, [{ topic: 'signed_out', person: person.id, session: id }])
  assert.deepEqual([await isIn(elsewhere), await isIn(person.cookie)], [false, true])
  assert.equal((await person.delete(`/api/sessions/${id}`)).body.code, 'session_missing')
})

test('signing out ends this session and clears the cookie', async () => {
  const person = await someone()
  const elsewhere = await signIn(person)
  const heard = await signedOut(async () => {
    const { status, headers } = await person.post('/api/sign-out')
    assert.equal(status, 204)
    assert.match(headers.get('set-cookie') ?? '', /^parley_session=; Max-Age=0; Path=\//)
  })
  assert.deepEqual(heard, [{ topic: 'signed_out', person: person.id, session: person.session }])
  assert.deepEqual([await isIn(person.cookie), await isIn(elsewhere)], [false, true])
  assert.equal((await person.post('/api/sign-out')).status, 401)
})

test('signing out everywhere ends all sessions of the person, and of nobody else', async () => {
  const [person, other] = [await someone(), await someone()]
  const elsewhere = await signIn(person)
  const heard = await signedOut(() => person.post('/api/sign-out/everywhere'))
  assert.deepEqual(heard, [{ topic: 'signed_out', person: person.id }])
  assert.deepEqual([await isIn(person.cookie), await isIn(elsewhere), await isIn(other.cookie)], [false, false, true])
})

test('a page of another site cannot sign anybody out', async () => {
  const person = await someone()
  const answer = await fetch(`${parley.url}/api/sign-out`, {
    method: 'POST',
    headers: { cookie: person.cookie, origin: 'https://evil.example' }
  })
  assert.equal(answer.status, 403)
  assert.equal(await isIn(person.cookie), true)
})
