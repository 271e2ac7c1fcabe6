// An app that may do everything for a person, and what that person can undo of it; for tests of undoing.
import assert from 'node:assert/strict'
import type { Via } from '@parley/protocol/api/events.ts'
import type { PartnerMessagePage } from '@parley/protocol/api/partner.ts'
import { newId, newSecret } from '@parley/server/base/random.ts'
import { giveGrant } from '@parley/server/grants/give-grant.ts'
import { newTestApp } from './test-app.ts'
import { befriend, signUpPerson, type TestPerson } from './test-person.ts'
import { startTestPlatform, type TestPlatform } from './test-platform.ts'
import { makeToken } from './test-token.ts'

/** A new app that may do everything for a person, in this conversation unless another is named. */
const connectMusic = async (parley: TestPlatform, person: TestPerson, conversation: string) => {
  const { id: app, clientId, name } = await newTestApp(parley.sql)
  const { grant } = await giveGrant(parley, {
    person: person.id,
    app,
    answers: {
      actions: ['read', 'write', 'delete'],
      friends: false,
      where: 'all',
      conversations: [],
      messages: 'any',
      from: 'all_history',
      until: 'day'
    },
    consent: { text: 'shown', language: 'en', version: '1' }
  })
  const token = await makeToken(parley.sql, grant, clientId)
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': newSecret() })
    }
    const answer = await fetch(`${parley.url}/v1/${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) })
    })
    assert.ok(answer.ok, `${method} ${path}: ${answer.status}`)
    return (await answer.json()) as T
  }
  return {
    app,
    name,
    grant,
    write: async (text: string): Promise<string> =>
      (await ask<{ id: string }>('POST', `conversations/${conversation}/messages`, { text })).id,
    remove: (message: string, where = conversation) => ask('DELETE', `conversations/${where}/messages/${message}`),
    read: async (where = conversation) =>
      (await ask<PartnerMessagePage>('GET', `conversations/${where}/messages?limit=100`)).items,
    changes: (after?: string) =>
      ask<PartnerMessagePage>('GET', `changes?limit=100${after === undefined ? '' : `&after=${after}`}`),
    undo: (body: object, by = person) => by.post(`/api/apps/${app}/undo`, body),
    list: (query: string, by = person) => by.get(`/api/apps/${app}/undo?${query}`)
  }
}

/** An event as people see it, as far as these tests look. */
type Seen = {
  kind: string
  id?: string
  person: string
  text?: string
  target?: string
  takenBack?: true
  undid?: Via
  via?: Via
  deleted?: { at: string; by: string; via?: Via; takenBack?: true }
}

/** Ana and Ben, friends with a conversation; connect gives Ana another app. */
export const startUndoStage = async () => {
  const parley = await startTestPlatform({ limitFactor: 1000 })
  const ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  const opened = await ana.post('/api/conversations', { kind: 'direct', person: ben.id })
  const { id: conversation } = opened.body as { id: string }
  const events = async (person: TestPerson, where = conversation): Promise<Seen[]> => {
    const page = await person.get(`/api/conversations/${where}/events?limit=100`)
    return (page.body as { items: Seen[] }).items
  }
  return {
    parley,
    ana,
    ben,
    conversation,
    connect: (person = ana) => connectMusic(parley, person, conversation),
    say: async (text: string, person = ana, where = conversation): Promise<string> => {
      const clientId = newId()
      await person.post(`/api/conversations/${where}/messages`, { clientId, text })
      return clientId
    },
    events,
    shown: async (person: TestPerson, id: string): Promise<Seen> => {
      const found = (await events(person)).find((event) => event.id === id)
      assert.ok(found)
      return found
    }
  }
}
export type UndoStage = Awaited<ReturnType<typeof startUndoStage>>
