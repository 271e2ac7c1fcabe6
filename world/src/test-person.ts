// People for tests: signed up without the limits that strangers meet, with a cookie and a small HTTP client.
import { now } from '@parley/server/base/clock.ts'
import { newId } from '@parley/server/base/random.ts'
import { makePerson } from '@parley/server/people/make-person.ts'
import { hashPassword } from '@parley/server/people/password-hash.ts'
import { sessionCookie } from '@parley/server/people/session-cookie.ts'
import { startSession } from '@parley/server/people/start-session.ts'
import type { TestPlatform } from './test-platform.ts'

/** Signs in everybody that signUpPerson makes, at /api/sign-in or on the sign-in page of login. */
export const testPassword = 'lantern meadow 27 quartz'

/** body is the parsed JSON, undefined where there is none. */
export type TestAnswer<T = unknown> = { status: number; headers: Headers; body: T }
// A test says what it expects to get back, and fails when it does not.
// oxlint-disable-next-line typescript/no-explicit-any
type Get = <T = any>(path: string) => Promise<TestAnswer<T>>
// oxlint-disable-next-line typescript/no-explicit-any
type Send = <T = any>(path: string, body?: unknown) => Promise<TestAnswer<T>>

export type TestPerson = {
  id: string
  handle: string
  name: string
  session: string
  /** The value of a Cookie header. */
  cookie: string
  get: Get
  post: Send
  put: Send
  patch: Send
  delete: Send
}

/** One request as a page of the platform makes it; cookie '' for somebody who is not signed in. */
export const ask = async (
  url: string,
  cookie: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {}
  // oxlint-disable-next-line typescript/no-explicit-any
): Promise<TestAnswer<any>> => {
  const answer = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      origin: url,
      ...(cookie && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers
    },
    ...(body !== undefined && { body: JSON.stringify(body) })
  })
  const text = await answer.text()
  const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '')
  const parsed: unknown = text === '' || !isJson ? undefined : JSON.parse(text)
  return { status: answer.status, headers: answer.headers, body: parsed }
}

// Making a hash is slow on purpose, and all people of a test have the same password.
let hash: Promise<string> | undefined

/** The person exists as after POST /api/sign-up, with a session. The name is the handle with a capital. */
export const signUpPerson = async (platform: TestPlatform, handle: string): Promise<TestPerson> => {
  const { sql, url } = platform
  const person = { id: newId(), handle, name: handle.charAt(0).toUpperCase() + handle.slice(1) }
  hash ??= hashPassword(testPassword)
  const known = await hash
  await sql.begin(async (tx) => {
    await makePerson(tx, person)
    await tx`insert into people.password (person_id, hash, changed_at) values (${person.id}, ${known}, ${now()})`
  })
  const { token, session } = await startSession(sql, person.id, 'test')
  const cookie = `${sessionCookie(url)}=${token}`
  const send =
    (method: string): Send =>
    (path, body) =>
      ask(url, cookie, method, path, body)
  return {
    ...person,
    session,
    cookie,
    get: (path) => ask(url, cookie, 'GET', path),
    post: send('POST'),
    put: send('PUT'),
    patch: send('PATCH'),
    delete: send('DELETE')
  }
}

/** Makes two people friends. */
export const befriend = async (a: TestPerson, b: TestPerson): Promise<void> => {
  for (const answer of [
    await a.post('/api/friend-requests', { handle: b.handle }),
    await b.post(`/api/friend-requests/${a.id}/accept`)
  ]) {
    if (answer.status >= 400) throw new Error(`Could not befriend: ${JSON.stringify(answer.body)}`)
  }
}
