// Signing in by password: what it tells, what it costs, what it leaves in the log.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { hash } from '@node-rs/argon2'
import { newSecret } from '@parley/server/base/random.ts'
import { ask, signUpPerson, testPassword, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())
// All of these tests ask from one address, and count what is left.
const freshLimits = () => parley.sql`delete from base.limit`

const someone = (): Promise<TestPerson> => signUpPerson(parley, `c${newSecret(6).toLowerCase().replaceAll('-', 'x')}`)
const signIn = (handle: string, password: string) => ask(parley.url, '', 'POST', '/api/sign-in', { handle, password })

test('handle and password sign in, however the handle is typed', async () => {
  const person = await someone()
  for (const handle of [person.handle, person.handle.toUpperCase(), ` ${person.handle} `]) {
    const { status, body } = await signIn(handle, testPassword)
    assert.equal(status, 200)
    assert.equal(body.id, person.id)
  }
})

test('a wrong password, an unknown handle and a person without password get the same answer', async () => {
  await freshLimits()
  const [person, keyOnly] = [await someone(), await someone()]
  await parley.sql`delete from people.password where person_id = ${keyOnly.id}`
  const answers = [
    await signIn(person.handle, 'wrong password here'),
    await signIn('nobody_at_all', 'wrong password here'),
    await signIn(keyOnly.handle, testPassword),
    await signIn('not a handle!', testPassword)
  ]
  for (const { status, body, headers } of answers) {
    assert.equal(status, 401)
    assert.deepEqual(body, answers[0]!.body)
    assert.equal(headers.get('set-cookie'), null)
  }
})

test('a wrong password and an unknown handle take the same time', async () => {
  await freshLimits()
  const person = await someone()
  const median = async (handles: () => string): Promise<number> => {
    const times: number[] = []
    for (let i = 0; i < 9; i++) {
      const start = performance.now()
      await signIn(handles(), `wrong ${i}`)
      times.push(performance.now() - start)
    }
    return times.toSorted((a, b) => a - b)[4]!
  }
  await signIn('warm_up_first', 'x')
  const wrong = await median(() => person.handle)
  await freshLimits()
  const unknown = await median(() => 'nobody_at_all')
  assert.ok(unknown > wrong / 3 && unknown < wrong * 3, `wrong ${wrong} ms, unknown ${unknown} ms`)
})

test('checking passwords does not hold up other requests', async () => {
  await freshLimits()
  const person = await someone()
  const checks = Promise.all(Array.from({ length: 8 }, (_, i) => signIn(person.handle, `wrong ${i}`)))
  const start = performance.now()
  await fetch(`${parley.url}/healthz`)
  const waited = performance.now() - start
  const began = performance.now()
  await checks
  assert.ok(waited < 100 || waited < (performance.now() - began) / 2, `waited ${waited} ms`)
})

test('ten wrong passwords for one handle end the tries from that address, also with the right one', async () => {
  await freshLimits()
  const person = await someone()
  for (let i = 0; i < 10; i++) assert.equal((await signIn(person.handle, `wrong ${i}`)).status, 401)
  const { status, headers, body } = await signIn(person.handle, testPassword)
  assert.equal(status, 429)
  assert.equal(body.code, 'rate_limited')
  assert.ok(Number(headers.get('retry-after')) > 0)
  const counted = await parley.sql`select key from base.limit where key like ${`%${person.handle}%`}`
  assert.equal(counted.length, 0, 'handles are counted by their hash')
})

test('guesses at once are counted one by one', async () => {
  await freshLimits()
  const person = await someone()
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => signIn(person.handle, `wrong ${i}`)))
  assert.equal(answers.filter((a) => a.status === 401).length, 10)
  assert.equal(answers.filter((a) => a.status === 429).length, 10)
})

test('the right password gives the tries back', async () => {
  await freshLimits()
  const person = await someone()
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 9; i++) await signIn(person.handle, `wrong ${i}`)
    assert.equal((await signIn(person.handle, testPassword)).status, 200)
  }
})

test('a hash with other parameters is made anew at the next sign-in', async () => {
  await freshLimits()
  const person = await someone()
  const stored = async () =>
    (await parley.sql`select hash from people.password where person_id = ${person.id}`)[0]?.['hash'] as string
  const weak = await hash(testPassword, { memoryCost: 8192, timeCost: 1, parallelism: 1 })
  await parley.sql`update people.password set hash = ${weak} where person_id = ${person.id}`
  assert.equal((await signIn(person.handle, 'wrong')).status, 401)
  assert.equal(await stored(), weak)
  assert.equal((await signIn(person.handle, testPassword)).status, 200)
  const strong = await stored()
  assert.match(strong, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.equal((await signIn(person.handle, testPassword)).status, 200)
  assert.equal(await stored(), strong)
})

const quiet = `
  import { ask, signUpPerson } from '@parley/world/test-person.ts'
  import { startTestPlatform } from '@parley/world/test-platform.ts'
  const loud = await startTestPlatform({ logLevel: 'trace' })
  const password = process.argv[1]
  const person = await signUpPerson(loud, 'careful')
  const answers = [
    await ask(loud.url, '', 'POST', '/api/sign-in', { handle: 'careful', password }),
    await ask(loud.url, '', 'POST', '/api/sign-in', { handle: { a: 1 }, password }),
    await ask(loud.url, '', 'POST', '/api/sign-up', { handle: 'careful', name: 'C', password }),
    await person.put('/api/me/password', { current: password, password })
  ]
  // A failure inside: the sign-in becomes a 500 that is logged with its error.
  await loud.sql.unsafe('alter table people.password rename to away')
  answers.push(await ask(loud.url, '', 'POST', '/api/sign-in', { handle: 'careful', password }))
  console.log('STATUS', answers.map((a) => a.status).join(), 'BODIES', JSON.stringify(answers.map((a) => a.body)))
  await loud.close()`

test('neither the log nor the answer of a failed sign-in holds the password or a cookie', async () => {
  const password = 'sesame-lighthouse-42'
  // A process of its own, since the log goes straight to its output.
  const run = promisify(execFile)
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', quiet, password], {
    cwd: import.meta.dirname
  })
  const text = stdout + stderr
  assert.match(text, /STATUS 401,400,409,401,500/)
  assert.match(text, /"route":"\/api\/sign-in","status":401/)
  assert.match(text, /relation .* does not exist/)
  assert.ok(!text.includes(password))
  assert.ok(!text.includes('parley_session'))
})
