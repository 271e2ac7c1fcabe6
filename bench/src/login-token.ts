// What a token request costs: refreshing with rotation, a client secret and a DPoP proof.
import { Pool } from 'undici'
import { connectTestApp } from '@parley/world/test-login.ts'
import { signUpPerson } from '@parley/world/test-person.ts'
import type { BenchWorld } from './bench-world.ts'
import { percentile, runLoop } from './closed-loop.ts'
import type { PlatformProcess } from './platform-process.ts'
import { makeProofs } from './proofs.ts'
import type { Row } from './send.ts'

const sessions = 16
const seconds = 8
const proofsPerSecond = 1500

const logInAll = async ({ platform, app }: BenchWorld): Promise<string[]> => {
  const refreshTokens: string[] = []
  for (let n = 0; n < sessions; n++) {
    const person = await signUpPerson(platform, `member${n}`)
    const ask = { scope: 'openid offline_access', more: { prompt: 'consent' } }
    const tokens = await connectTestApp(platform, person, app, ask, 'Log in')
    if (tokens.refresh_token === undefined) throw new Error('No refresh token')
    refreshTokens.push(tokens.refresh_token)
  }
  return refreshTokens
}

/** About 15 seconds. Each of 16 people's sessions refreshes again and again, one after the other. */
export const benchLoginToken = async (process: PlatformProcess, world: BenchWorld): Promise<Row[]> => {
  const tokens = await logInAll(world)
  const { app } = world
  const proofs = await makeProofs(app.key, proofsPerSecond * seconds * 1.25, 'POST', `${process.url}/oauth/token`)
  const basic = Buffer.from(`${app.app.clientId}:${app.app.secret}`).toString('base64')
  const pool = new Pool(process.url, { connections: sessions })
  const refresh = async (session: number): Promise<void> => {
    const answer = await pool.request({
      path: '/oauth/token',
      method: 'POST',
      headers: {
        authorization: `Basic ${basic}`,
        'content-type': 'application/x-www-form-urlencoded',
        dpop: proofs.pop() ?? ''
      },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: tokens[session] ?? '' }).toString()
    })
    const body = (await answer.body.json()) as { refresh_token?: string }
    if (answer.statusCode !== 200 || body.refresh_token === undefined) throw new Error(JSON.stringify(body))
    tokens[session] = body.refresh_token
  }
  await runLoop(sessions, seconds / 4, refresh)
  const before = await process.cpu()
  const loop = await runLoop(sessions, seconds, refresh)
  const after = await process.cpu()
  await pool.close()
  return [
    { name: 'token (refresh)', value: loop.done / loop.seconds, unit: 'requests/s' },
    { name: 'token (refresh), p50', value: percentile(loop.latenciesMs, 0.5), unit: 'ms' },
    { name: 'token (refresh), p99', value: percentile(loop.latenciesMs, 0.99), unit: 'ms' },
    {
      name: 'token (refresh), CPU of the server',
      value: ((after.server - before.server) * 1e6) / loop.done,
      unit: 'µs per request'
    },
    {
      name: 'token (refresh), CPU of PostgreSQL',
      value: ((after.postgres - before.postgres) * 1e6) / loop.done,
      unit: 'µs per request'
    }
  ]
}
