// Signing up by password.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, signUpPerson, testPassword } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

const password = 'copper violin 88 harbour'
const signUp = (body: unknown) => ask(parley.url, '', 'POST', '/api/sign-up', body)
const cookieOf = (headers: Headers): string => (headers.get('set-cookie') ?? '').split(';')[0]!

test('who signs up is signed in, with a cookie that scripts cannot read', async () => {
  const { status, body, headers } = await signUp({ handle: 'ana', name: '  Ana   Souza ', password })
  assert.equal(status, 201)
  assert.deepEqual(
    { ...body, id: 0, createdAt: 0 },
    { id: 0, handle: 'ana', name: 'Ana Souza', createdAt: 0, passkeys: 0, hasPassword: true, hearsOfReaders: true }
  )
  const [session, known] = headers.getSetCookie()
  assert.match(session!, /^parley_session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/)
  assert.match(known!, /^parley_known_[\w-]{16}=[\w.-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/)
  const me = await ask(parley.url, cookieOf(headers), 'GET', '/api/me')
  assert.deepEqual(me.body, body)
})

test('signing up opens the log party and records it in the same transaction', async () => {
  const { body } = await signUp({ handle: 'logged', name: 'Logged', password })
  const [entry] = await parley.sql`
    select e.kind, e.parties, e.shared, e.owner, log.lid(${body.id}) as lid from log.entry e where e.person_id = ${body.id}`
  assert.equal(entry?.['kind'], 'open')
  assert.deepEqual(entry?.['parties'], [body.id])
  const shared = JSON.parse(entry?.['shared'])
  assert.deepEqual(Object.keys(shared), ['v', 't', 'id', 'at'])
  assert.deepEqual([shared.v, shared.t], [1, 'open'])
  assert.equal(shared.at, body.createdAt)
  assert.deepEqual(JSON.parse(entry?.['owner']), { who: entry?.['lid'] })
})

test('a taken handle is refused and leaves no trace', async () => {
  await signUpPerson(parley, 'taken')
  const [before] = await parley.sql`select count(*) as n from log.entry`
  const { status, body } = await signUp({ handle: 'taken', name: 'Other', password })
  assert.equal(status, 409)
  assert.equal(body.code, 'handle_taken')
  const [later] = await parley.sql`select count(*) as n from log.entry`
  assert.deepEqual(later, before)
})

test('of several sign-ups with one handle at once, one succeeds', async () => {
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => signUp({ handle: 'raced', name: 'Raced', password }))
  )
  assert.deepEqual(
    answers.map((a) => a.status).toSorted((x, y) => x - y),
    [201, 409, 409, 409, 409]
  )
  const [row] = await parley.sql`
    select (select count(*) from people.password w where w.person_id = p.id) as passwords,
      (select count(*) from log.entry e where e.person_id = p.id) as entries
    from people.person p where handle = 'raced'`
  assert.deepEqual({ ...row }, { passwords: 1, entries: 1 })
})

test('short, breached and guessable passwords are refused with the reason', async () => {
  const refused = async (text: string) => {
    const { status, body } = await signUp({ handle: 'weak', name: 'Liliana Weak', password: text })
    assert.equal(status, 422)
    return `${body.code}: ${body.detail}`
  }
  assert.equal(await refused('xK9#tq!2z'), 'password_short: A password has at least 10 characters')
  assert.equal(await refused('password12'), 'password_breached: It is in lists of breached passwords')
  assert.equal(await refused('Liliana2024'), 'password_breached: It contains your handle or your name')
  assert.match(await refused('qwertyuiop12'), /^password_breached/)
  assert.equal(await refused('abcabcabcabc'), 'password_breached: It repeats itself')
})

test('the time to judge a password is bounded', async () => {
  const start = performance.now()
  await signUp({ handle: 'long', name: 'Long', password: 'aB3$'.repeat(64) })
  assert.ok(performance.now() - start < 1500)
})

test('names that dress up the line they stand in are refused', async () => {
  for (const name of ['ana\u202Egnp', 'a\u0000b', 'x\u0301\u0301\u0301\u0301\u0301\u0301', '\u200B']) {
    const { status, body } = await signUp({ handle: 'dressed', name, password })
    assert.equal(status, 400, JSON.stringify(name))
    assert.equal(body.code, 'invalid_text')
  }
  assert.equal((await signUp({ handle: 'emoji', name: 'Ana 👩‍🚀', password })).status, 201)
})

test('ill-formed sign-ups are refused', async () => {
  for (const body of [
    {},
    { handle: 'Ana', name: 'A', password },
    { handle: 'an', name: 'A', password },
    { handle: 'good', name: ' ', password },
    { handle: 'good', name: 'A', password, admin: true },
    { handle: 'good', name: 'A', password: 'x'.repeat(257) },
    []
  ])
    assert.equal((await signUp(body)).body.code, 'invalid_request', JSON.stringify(body))
})

test('a page of another site cannot sign anybody up', async () => {
  const answer = await fetch(`${parley.url}/api/sign-up`, {
    method: 'POST',
    headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
    body: JSON.stringify({ handle: 'foreign', name: 'F', password: testPassword })
  })
  assert.equal(answer.status, 403)
})

test('one address signs up twenty people an hour', async () => {
  let last = 0
  for (let i = 0; i < 21 && last !== 429; i++)
    last = (await signUp({ handle: `many${i}`, name: 'M', password: 'short' })).status
  assert.equal(last, 429)
})
