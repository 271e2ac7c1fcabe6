// A person, an app, a grant between them and a token with its key: what a test of the partner API begins with.
import type { Answers } from '@parley/protocol/api/grant.ts'
import { newId } from '@parley/server/base/random.ts'
import { giveGrant } from '@parley/server/grants/give-grant.ts'
import { registerTestClient, type TestClient } from './test-client.ts'
import { ask, signUpPerson, type TestAnswer, type TestPerson } from './test-person.ts'
import type { TestPlatform } from './test-platform.ts'
import { makeProof, makeProofKey, type ProofKey } from './test-proof.ts'
import { makeToken } from './test-token.ts'

// oxlint-disable-next-line typescript/no-explicit-any
type Answer = Promise<TestAnswer<any>>

export type TestActor = {
  person: TestPerson
  app: TestClient
  grant: string
  token: string
  key: ProofKey
  /** Requests with a fresh proof each. headers: more, or others in their place. */
  send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Answer
  get: (path: string) => Answer
  write: (conversation: string, body: unknown, key?: string) => Answer
}

const least: Answers = {
  actions: [],
  friends: false,
  where: 'all',
  conversations: [],
  messages: 'any',
  from: 'all_history',
  until: '90_days'
}

/** The headers of one request: the token, and a proof for this method and address. */
export const partnerHeaders = (
  { url }: Pick<TestPlatform, 'url'>,
  { token, key }: Pick<TestActor, 'token' | 'key'>,
  method: string,
  path: string
): Record<string, string> => ({
  authorization: `DPoP ${token}`,
  dpop: makeProof(key, { method, url: `${url}${path.replace(/\?.*/s, '')}`, token })
})

export type ActorWho = { person?: TestPerson; app?: TestClient }

/** answers: over reading nothing of all conversations with all their history. who: else a new person and a new app. */
export const makeActor = async (
  platform: TestPlatform,
  answers: Partial<Answers>,
  who: ActorWho = {}
): Promise<TestActor> => {
  const person = who.person ?? (await signUpPerson(platform, `p${newId().slice(0, 8)}`))
  const app = who.app ?? (await registerTestClient(platform, { clientId: `app-${newId().slice(0, 8)}` }))
  const given = { person: person.id, app: app.id, answers: { ...least, ...answers } }
  const consent = { text: 'shown', language: 'en', version: '1' }
  const { grant } = await giveGrant(platform, { ...given, consent })
  const key = makeProofKey()
  const token = await makeToken(platform.sql, grant, app.clientId, key.jkt)
  const send: TestActor['send'] = (method, path, body, headers = {}) =>
    ask(platform.url, '', method, path, body, {
      ...partnerHeaders(platform, { token, key }, method, path),
      ...headers
    })
  return {
    person,
    app,
    grant,
    token,
    key,
    send,
    get: (path) => send('GET', path),
    write: (conversation, body, idempotencyKey = newId()) =>
      send('POST', `/v1/conversations/${conversation}/messages`, body, { 'idempotency-key': idempotencyKey })
  }
}
