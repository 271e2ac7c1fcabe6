// Browsers that signed in as somebody before: strangers' guesses do not lock them out, and their own have a limit of their own.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sha256 } from '@parley/server/base/hash.ts'
import { newSecret } from '@parley/server/base/random.ts'
import { TestAuthenticator } from '@parley/world/test-authenticator.ts'
import { ask, signUpPerson, testPassword, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { signOutByStaff } from './sign-out-by-staff.ts'

let parley: TestPlatform
before(async () => {
  // Each test names the address that it asks from.
  parley = await startTestPlatform({ trustedProxies: ['127.0.0.1', '::1'] })
})
after(() => parley.close())

const someHandle = (): string => `b${newSecret(6).toLowerCase().replaceAll('-', 'x')}`
const someone = (): Promise<TestPerson> => signUpPerson(parley, someHandle())
const addressOf = (i: number): string => `198.51.${Math.floor(i / 200)}.${i % 200}`
let addresses = 5000
const elsewhere = (): string => addressOf(addresses++)

/** A browser that keeps what it is given and sends it back. */
class Jar {
  readonly kept = new Map<string, string>()
  async ask(method: string, path: string, body?: unknown, from = elsewhere()) {
    const cookie = [...this.kept].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await ask(parley.url, cookie, method, path, body, { 'x-forwarded-for': from })
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      if (/Max-Age=0/.test(line)) this.kept.delete(name!)
      else this.kept.set(name!, value!)
    }
    return answer
  }
  signIn(handle: string, password = testPassword, from?: string) {
    return this.ask('POST', '/api/sign-in', { handle, password }, from)
  }
  /** The person has signed out; what else the browser keeps is still there. */
  signOut() {
    return this.ask('POST', '/api/sign-out')
  }
}

const keyOfHandle = (handle: string): string => sha256(handle).toString('base64url')
const stranger = (handle: string, password = testPassword) => new Jar().signIn(handle, password)
const browserOf = async ({ handle }: Pick<TestPerson, 'handle'>): Promise<Jar> => {
  const jar = new Jar()
  assert.equal((await jar.signIn(handle)).status, 200)
  await jar.signOut()
  return jar
}

/** As after 100 wrong passwords from everywhere. */
const lock = async (handle: string): Promise<void> => {
  await parley.limits.forgive('sign-in by handle', keyOfHandle(handle))
  await parley.limits.spend('sign-in by handle', keyOfHandle(handle), 100)
}

test('guesses from everywhere lock strangers out, and not a browser in which the person signed in before', async () => {
  const person = await someone()
  const known = await browserOf(person)
  for (let i = 0; i < 100; i += 20) {
    await Promise.all(Array.from({ length: 20 }, () => stranger(person.handle, 'no such password')))
  }
  assert.equal((await stranger(person.handle)).status, 429)
  for (let round = 0; round < 3; round++) {
    assert.equal((await known.signIn(person.handle)).status, 200)
    await known.signOut()
  }
  assert.equal((await stranger(person.handle)).status, 429)
})

test('a known browser has few tries of its own, which count for nobody else', async () => {
  const person = await someone()
  const [guesser, other] = [await browserOf(person), await browserOf(person)]
  for (let i = 0; i < 10; i++) assert.equal((await guesser.signIn(person.handle, `wrong ${i}`)).status, 401)
  const { status, headers, body } = await guesser.signIn(person.handle)
  assert.deepEqual([status, body.code], [429, 'rate_limited'])
  assert.ok(Number(headers.get('retry-after')) > 0)
  assert.equal((await other.signIn(person.handle)).status, 200)
  assert.equal((await stranger(person.handle)).status, 200)
})

test('guesses at once in a known browser are counted one by one', async () => {
  const person = await someone()
  const known = await browserOf(person)
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => known.signIn(person.handle, `wrong ${i}`)))
  assert.equal(answers.filter((a) => a.status === 401).length, 10)
  assert.equal(answers.filter((a) => a.status === 429).length, 10)
})

test('others at the same address do not lock a known browser out', async () => {
  const person = await someone()
  const known = await browserOf(person)
  const shared = elsewhere()
  await parley.limits.spend('sign-in by address', shared, 100)
  assert.equal((await new Jar().signIn(person.handle, testPassword, shared)).status, 429)
  assert.equal((await known.signIn(person.handle, testPassword, shared)).status, 200)
})

test('a browser is known to those who signed in there, each for themselves', async () => {
  const [ana, ben, cara] = [await someone(), await someone(), await someone()]
  const shared = await browserOf(ana)
  assert.equal((await shared.signIn(ben.handle)).status, 200)
  await shared.signOut()
  for (const { handle } of [ana, ben, cara]) await lock(handle)
  assert.equal((await shared.signIn(cara.handle)).status, 429)
  for (const { handle } of [ana, ben]) {
    assert.equal((await shared.signIn(handle)).status, 200)
    await shared.signOut()
  }
})

test('what is altered, planted or of somebody else makes no browser known', async () => {
  const [person, other] = [await someone(), await someone()]
  const [mine, theirs] = [await browserOf(person), await browserOf(other)]
  await lock(person.handle)
  const [name, value] = [...mine.kept].find(([name]) => name.startsWith('parley_known'))!
  const [, foreign] = [...theirs.kept].find(([name]) => name.startsWith('parley_known'))!
  const [made, id, signature] = value.split('.')
  for (const wrong of [
    foreign,
    `${made}.${newSecret(12)}.${signature}`,
    `${Number(made) + 1}.${id}.${signature}`,
    `${made}.${id}.${newSecret()}`,
    `${made}.${id}`,
    `${value}.`,
    '',
    '%E0%A4%A',
    '%00'
  ]) {
    const jar = new Jar()
    jar.kept.set(name, wrong)
    assert.equal((await jar.signIn(person.handle)).status, 429, wrong)
  }
})

test('a changed password makes all browsers strangers but the one that changed it', async () => {
  const person = await someone()
  const [here, before] = [new Jar(), await browserOf(person)]
  await here.signIn(person.handle)
  const fresh = 'marble anchor 61 thicket'
  const changed = await here.ask('PUT', '/api/me/password', { current: testPassword, password: fresh })
  assert.equal(changed.status, 204)
  await here.signOut()
  await lock(person.handle)
  assert.equal((await before.signIn(person.handle, fresh)).status, 429)
  assert.equal((await here.signIn(person.handle, fresh)).status, 200)
})

test('signing out everywhere makes all browsers strangers, whoever asked for it', async () => {
  for (const end of [
    async (jar: Jar) => {
      assert.equal((await jar.ask('POST', '/api/sign-out/everywhere')).status, 204)
      assert.deepEqual([...jar.kept], [], 'nothing of the person is left in the browser')
    },
    async (_jar: Jar, handle: string) => void (await signOutByStaff(parley, handle, 'A laptop was stolen.'))
  ]) {
    const person = await someone()
    const [here, before] = [new Jar(), await browserOf(person)]
    await here.signIn(person.handle)
    await end(here, person.handle)
    await lock(person.handle)
    assert.equal((await before.signIn(person.handle)).status, 429)
    assert.equal((await here.signIn(person.handle)).status, 429)
  }
})

test('who takes the handle of a closed account is not known to its browsers', async () => {
  const first = await someone()
  const known = await browserOf(first)
  await known.signIn(first.handle)
  assert.equal((await known.ask('POST', '/api/me/confirm', { password: testPassword })).status, 204)
  await parley.sql`update people.person set handle = ${`gone_${newSecret(6).toLowerCase().replaceAll('-', 'x')}`}, closed_at = now() where id = ${first.id}`
  await signUpPerson(parley, first.handle)
  await lock(first.handle)
  assert.equal((await known.signIn(first.handle)).status, 429)
})

test('passkeys are never locked by guessed passwords, and make a browser known too', async () => {
  const key = new TestAuthenticator(parley.url)
  const jar = new Jar()
  const handle = someHandle()
  const offer = (await jar.ask('POST', '/api/sign-up/passkey/options', { handle, name: 'Kim' })).body
  assert.equal((await jar.ask('POST', '/api/sign-up/passkey', key.make(offer))).status, 201)
  assert.equal((await jar.ask('PUT', '/api/me/password', { password: testPassword })).status, 204)
  await jar.signOut()
  await lock(handle)
  const other = new Jar()
  const options = (await other.ask('POST', '/api/sign-in/passkey/options', {})).body
  assert.equal((await other.ask('POST', '/api/sign-in/passkey', key.answer(options))).status, 200)
  // Guesses of whoever borrows the session do not take the passkey from its person.
  for (let i = 0; i < 11; i++) await other.ask('POST', '/api/me/confirm', { password: `wrong ${i}` })
  assert.equal((await other.ask('POST', '/api/me/confirm', { password: testPassword })).status, 429)
  const again = (await other.ask('POST', '/api/sign-in/passkey/options', {})).body
  assert.equal((await other.ask('POST', '/api/me/confirm', key.answer(again))).status, 204)
  await other.signOut()
  assert.equal((await other.signIn(handle)).status, 200)
})

test('who is locked out is told how to go on, and nobody learns from it whether a handle exists', async () => {
  const person = await someone()
  await browserOf(person)
  const nobody = someHandle()
  const answers = []
  for (const handle of [person.handle, nobody]) {
    await lock(handle)
    const { status, body, headers } = await stranger(handle, 'no such password')
    answers.push({ status, body: { ...body, retryAfter: 0 }, cookies: headers.getSetCookie() })
    assert.ok(body.retryAfter > 800 && body.retryAfter <= 900)
  }
  assert.deepEqual(answers[0], answers[1])
  assert.deepEqual([answers[0]!.status, answers[0]!.cookies], [429, []])
  assert.match(answers[0]!.body.detail, /passkey/)
  assert.match(answers[0]!.body.detail, /signed in before/)
})

test('nothing is looked up for a stranger who is locked out', async () => {
  const person = await someone()
  await lock(person.handle)
  await parley.sql`alter table people.password rename to away`
  try {
    assert.equal((await stranger(person.handle)).status, 429)
    assert.equal((await stranger(someHandle())).status, 500)
  } finally {
    await parley.sql`alter table people.away rename to password`
  }
})
