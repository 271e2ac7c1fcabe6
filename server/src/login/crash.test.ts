// kill -9 of the platform while apps refresh: nobody is logged out by it.
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { testSecret } from '@parley/world/test-database.ts'
import { browserOf, openTestApp, startTestLogin } from '@parley/world/test-login.ts'
import { basicOf, postForm } from '@parley/world/test-oauth.ts'
import { signUpPerson } from '@parley/world/test-person.ts'
import { freePort, startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

const sessions = 12
const rounds = 3

let parley: TestPlatform
let client: TestClient
let tokens: string[]
// A second process on the same database, which is the one that dies.
let node: { url: string }
let env: Record<string, string>
let child: ChildProcess

const boot = async (): Promise<void> => {
  child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const died = once(child, 'exit').then(() => {
    throw new Error('the second process did not start')
  })
  await Promise.race([once(child.stdout!, 'data'), died])
  died.catch(() => {})
}

const kill = async (): Promise<void> => {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  client = await registerTestClient(parley, { clientId: 'shop' })
  const app = await openTestApp(parley, client)
  const browser = browserOf(parley, await signUpPerson(parley, 'ana'))
  tokens = []
  for (let n = 0; n < sessions; n++) {
    const started = await startTestLogin(app, { scope: 'openid offline_access', more: { prompt: 'consent' } })
    await browser.open(started.url)
    const code = (await browser.click('Log in')).url.searchParams.get('code')!
    const fields = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: client.redirectUri,
      code_verifier: started.verifier
    }
    const answer = await postForm(parley, '/oauth/token', fields, { authorization: basicOf(client) })
    tokens.push(((await answer.json()) as { refresh_token: string }).refresh_token)
  }
  const port = await freePort()
  node = { url: `http://localhost:${port}` }
  env = {
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: parley.databaseUrl,
    PARLEY_PORT: String(port),
    PARLEY_SECRET: testSecret,
    PARLEY_DATA: parley.config.dataDir,
    PARLEY_LOG_LEVEL: 'fatal',
    PARLEY_LIMIT_FACTOR: '1000',
    NODE_NO_WARNINGS: '1'
  }
})
after(async () => {
  if (child?.exitCode === null && child.signalCode === null) await kill()
  await parley.close()
})

const refresh = async (token: string): Promise<string> => {
  const answer = await postForm(
    node,
    '/oauth/token',
    { grant_type: 'refresh_token', refresh_token: token },
    { authorization: basicOf(client) }
  )
  const body = (await answer.json()) as { refresh_token?: string; error?: string }
  assert.equal(answer.status, 200, JSON.stringify(body))
  return body.refresh_token!
}

// Refreshes until the process dies under it; keeps the last answer that arrived, as an app would.
const refreshUntilKilled = async (place: number, count: { answered: number }): Promise<void> => {
  for (;;) {
    try {
      tokens[place] = await refresh(tokens[place]!)
      count.answered++
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error
      return
    }
  }
}

test('whoever was refreshing when the process was killed refreshes again afterwards', async () => {
  const count = { answered: 0 }
  for (let round = 0; round < rounds; round++) {
    await boot()
    const loops = tokens.map((_, place) => refreshUntilKilled(place, count))
    // However slow the machine is, all are under way; then at another moment each time.
    const late = performance.now() + 20_000
    while (count.answered <= sessions * (round + 1) && performance.now() < late) await sleep(5)
    await sleep(round * 37)
    await kill()
    await Promise.all(loops)
  }
  await boot()
  for (const token of tokens) await refresh(token)
  const lost = await parley.sql`select from login.artifact where model = 'RefreshToken' and consumed_at is null`
  assert.equal(lost.length, sessions)
  assert.ok(count.answered > sessions * rounds, `only ${count.answered} refreshes were answered`)
})
