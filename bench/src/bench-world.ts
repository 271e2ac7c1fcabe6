// What the partner benchmarks need on a fresh platform: two friends, a long conversation, an app with its tokens.
import { readConfig } from '@parley/server/base/config.ts'
import { newId } from '@parley/server/base/random.ts'
import { appendMessages } from '@parley/server/conversations/append-messages.ts'
import { runningDatabase } from '@parley/server/open-database.ts'
import { closePlatform, openPlatform } from '@parley/server/platform.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { connectTestApp, openTestApp, type TestApp, type Tokens } from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import type { TestPlatform } from '@parley/world/test-platform.ts'
import type { PlatformProcess } from './platform-process.ts'

const messages = 1000

/** Opens the running platform's database as a second node would, for setting up. */
export const openBeside = async (process: PlatformProcess): Promise<TestPlatform> => {
  const config = readConfig({
    PARLEY_PORT: new URL(process.url).port,
    PARLEY_DATA: process.dataDir,
    PARLEY_LIMIT_FACTOR: '1000000'
  })
  const database = await runningDatabase(config)
  if (database === undefined) throw new Error('The platform does not say where its database is')
  const platform = await openPlatform(config, database)
  return { ...platform, url: process.url, close: () => closePlatform(platform) }
}

export type BenchWorld = {
  platform: TestPlatform
  conversation: string
  person: TestPerson
  app: TestApp
  tokens: Tokens
}

/** The app may read everything that was said in a conversation of 1,000 messages of 100 bytes. */
export const makeBenchWorld = async (process: PlatformProcess): Promise<BenchWorld> => {
  const platform = await openBeside(process)
  const person = await signUpPerson(platform, 'reader')
  const friend = await signUpPerson(platform, 'writer')
  await befriend(person, friend)
  const opened = await person.post<{ id: string }>('/api/conversations', { kind: 'direct', person: friend.id })
  const conversation = opened.body.id
  for (let n = 0; n < messages; n += 100) {
    const batch = Array.from({ length: 100 }, () => ({
      conversation,
      person: friend.id,
      id: newId(),
      content: { text: 'x'.repeat(100) }
    }))
    await appendMessages(platform.sql, batch)
  }
  // As the server would have gathered them by itself after some time of use.
  await platform.sql`analyze`
  const app = await openTestApp(platform, await registerTestClient(platform, { clientId: 'bench' }))
  const details = [
    { actions: ['read' as const], where: 'all' as const, messages: 'any' as const, from: 'all_history' as const }
  ]
  const ask = { details, scope: 'openid offline_access', more: { prompt: 'consent' } }
  const tokens = await connectTestApp(platform, person, app, ask, 'Allow', {
    tick: { action: ['read'], where: ['all'], messages: ['any'], from: ['all_history'] }
  })
  return { platform, conversation, person, app, tokens }
}
