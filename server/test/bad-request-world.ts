// The world that bad requests are sent to: people who act, people who must not notice anything, apps with live tokens, open logins.
import { browserOf, connectTestApp, openTestApp, startTestLogin } from '@parley/world/test-login.ts'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestProcess, type TestProcess } from '@parley/world/test-process.ts'
import { makeProofKey, type ProofKey } from '@parley/world/test-proof.ts'
import { makeToken } from '@parley/world/test-token.ts'
import { newId } from '../src/base/random.ts'
import { giveGrant } from '../src/grants/give-grant.ts'
import { sessionCookie } from '../src/people/session-cookie.ts'
import { startSession } from '../src/people/start-session.ts'

/** Somebody who can ask: by the cookie at /api, by token and key at /v1. */
export type Actor = { person: TestPerson; token: string; key: ProofKey }

export type BadWorld = {
  parley: TestProcess
  /** Whose valid requests may succeed; whose valid requests may also end their own rights; whose requests are all refused. */
  eve: Actor
  mallory: Actor
  ana: Actor
  /** Of eve and of others: people, conversations, messages, grants. */
  ids: string[]
  /** Of eve alone, her direct conversation and its messages first. */
  eves: string[]
  handles: string[]
  /** Ids whose rows no refused request may change. */
  untouched: string[]
  login: LoginWorld
  /** Signs mallory in again and gives a new grant: much of what is sent ends both. */
  revive: () => Promise<void>
}

export type LoginWorld = {
  client: TestClient
  tokens: string[]
  requestUri: string
  /** Interactions of eve, at the consent page: the cookies of her browser and the form's secret. */
  interactions: { path: string; cookie: string; csrf: string }[]
}

const all = {
  actions: ['read', 'write', 'delete'],
  friends: true,
  where: 'all',
  conversations: [],
  messages: 'any',
  from: 'all_history',
  until: '90_days'
} as const

const consent = { text: 'shown', language: 'en', version: '1' }

const makeActor = async (parley: TestProcess, app: TestClient, person: TestPerson): Promise<Actor> => {
  const key = makeProofKey()
  const { grant } = await giveGrant(parley, {
    person: person.id,
    app: app.id,
    answers: { ...all, actions: [...all.actions], conversations: [] },
    consent
  })
  return { person, key, token: await makeToken(parley.sql, grant, app.clientId, key.jkt) }
}

/** A direct conversation and a group of the two, with messages by both; returns the ids. */
const makeHistory = async (a: TestPerson, b: TestPerson): Promise<string[]> => {
  await befriend(a, b)
  const direct = await a.post<{ id: string }>('/api/conversations', { kind: 'direct', person: b.id })
  const group = await a.post<{ id: string }>('/api/conversations', { kind: 'group', title: 'Hike', people: [b.id] })
  const ids = [a.id, b.id]
  for (const { body } of [direct, group]) {
    ids.push(body.id)
    for (const by of [a, b, a]) {
      const clientId = newId()
      await by.post(`/api/conversations/${body.id}/messages`, { clientId, text: `Hello from ${by.name}` })
      ids.push(clientId)
    }
  }
  return ids
}

const openInteraction = async (parley: TestProcess, person: TestPerson, client: TestClient) => {
  const browser = browserOf(parley, person)
  const { url } = await startTestLogin(await openTestApp(parley, client), {
    scope: 'openid profile offline_access',
    details: [{ actions: ['read', 'write'], friends: true }]
  })
  const seen = await browser.open(url)
  const csrf = browser.bodyOf('Allow').get('csrf') ?? ''
  return { path: seen.url.pathname, cookie: browser.cookiesFor(seen.url), csrf }
}

const makeLogin = async (parley: TestProcess, person: TestPerson, conversation: string): Promise<LoginWorld> => {
  const client = await registerTestClient(parley, { clientId: 'portal' })
  const app = await openTestApp(parley, client)
  const ask = { scope: 'openid profile offline_access', details: [{ actions: ['read'] as const }] }
  const asked = { ...ask, details: ask.details.map((detail) => ({ actions: [...detail.actions] })) }
  const tokens = await connectTestApp(parley, person, app, asked, 'Allow', {
    tick: { action: ['read'], conversation: [conversation] }
  })
  const pushed = await startTestLogin(app, { ...asked, pushed: true })
  return {
    client,
    tokens: [tokens.access_token, tokens.refresh_token ?? '', tokens.id_token ?? ''],
    requestUri: pushed.url.searchParams.get('request_uri') ?? '',
    interactions: [await openInteraction(parley, person, client), await openInteraction(parley, person, client)]
  }
}

/** Nobody has shown just now who they are: otherwise one of many requests closes the account, and the others find nobody. */
const confirmedLongAgo = ({ sql }: TestProcess) =>
  sql`update people.session set confirmed_at = confirmed_at - interval '1 hour'`

export const makeBadWorld = async (): Promise<BadWorld> => {
  const parley = await startTestProcess({ PARLEY_LIMIT_FACTOR: '1000000' })
  const [ana, ben, eve, frank, mallory, gina] = (await Promise.all(
    ['ana', 'ben', 'eve', 'frank', 'mallory', 'gina'].map((handle) => signUpPerson(parley, handle))
  )) as [TestPerson, TestPerson, TestPerson, TestPerson, TestPerson, TestPerson]
  const app = await registerTestClient(parley, { clientId: 'notes' })
  const anas = await makeHistory(ana, ben)
  const eves = await makeHistory(eve, frank)
  const mallorys = await makeHistory(mallory, gina)
  const grants = async () => (await parley.sql<{ id: string }[]>`select id from grants.grant`).map(({ id }) => id)
  const actors = {
    ana: await makeActor(parley, app, ana),
    eve: await makeActor(parley, app, eve),
    mallory: await makeActor(parley, app, mallory)
  }
  const login = await makeLogin(parley, eve, eves[2] ?? '')
  const anasGrants = (await parley.sql<{ id: string }[]>`select id from grants.grant where person_id = ${ana.id}`).map(
    ({ id }) => id
  )
  await confirmedLongAgo(parley)
  return {
    parley,
    ...actors,
    ids: [...anas, ...eves, ...mallorys, ...(await grants()), ana.session, eve.session, newId()],
    eves,
    handles: ['ana', 'ben', 'eve', 'frank', 'gina', 'nobody'],
    untouched: [...anas, ...anasGrants],
    login,
    revive: async () => {
      const { token } = await startSession(parley.sql, mallory.id, 'test')
      await parley.sql`
        update people.session set confirmed_at = confirmed_at - interval '1 hour' where person_id = ${mallory.id}`
      mallory.cookie = `${sessionCookie(parley.url)}=${token}`
      Object.assign(actors.mallory, await makeActor(parley, app, mallory))
    }
  }
}
