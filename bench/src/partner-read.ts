// What an app's read of 50 messages costs, with DPoP, permission and record, beside a bare route to the same rows.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { freePort } from '@parley/world/test-platform.ts'
import { Pool } from 'undici'
import type { BenchWorld } from './bench-world.ts'
import { percentile, runLoop, type Loop } from './closed-loop.ts'
import { cpuOf, type CpuSeconds, type PlatformProcess } from './platform-process.ts'
import { makeProofs } from './proofs.ts'
import type { Row } from './send.ts'

const workers = 16
const seconds = 8
const proofsPerSecond = 2500

const perOperation = (cpuSeconds: number, loop: Loop): number => (cpuSeconds * 1e6) / loop.done

const rowsOf = (name: string, loop: Loop, cpu: CpuSeconds, aim?: string): Row[] => [
  { name, value: loop.done / loop.seconds, unit: 'requests/s', ...(aim !== undefined && { aim }) },
  { name: `${name}, p50`, value: percentile(loop.latenciesMs, 0.5), unit: 'ms' },
  { name: `${name}, p99`, value: percentile(loop.latenciesMs, 0.99), unit: 'ms' },
  { name: `${name}, CPU of the server`, value: perOperation(cpu.server, loop), unit: 'µs per request' },
  { name: `${name}, CPU of PostgreSQL`, value: perOperation(cpu.postgres, loop), unit: 'µs per request' }
]

const between = (before: CpuSeconds, after: CpuSeconds): CpuSeconds => ({
  server: after.server - before.server,
  postgres: after.postgres - before.postgres
})

/** A loop that counts after a warm-up of a quarter of its time. */
const measure = async (
  cpu: () => Promise<CpuSeconds>,
  request: () => Promise<void>
): Promise<{ loop: Loop; cpu: CpuSeconds }> => {
  await runLoop(workers, seconds / 4, request)
  const before = await cpu()
  const loop = await runLoop(workers, seconds, request)
  return { loop, cpu: between(before, await cpu()) }
}

const readAsApp = async (process: PlatformProcess, world: BenchWorld) => {
  const path = `/v1/conversations/${world.conversation}/messages`
  const token = world.tokens.access_token
  const proofs = await makeProofs(
    world.app.key,
    proofsPerSecond * seconds * 1.25,
    'GET',
    `${process.url}${path}`,
    token
  )
  const pool = new Pool(process.url, { connections: workers })
  const request = async (): Promise<void> => {
    const dpop = proofs.pop()
    if (dpop === undefined) throw new Error('More requests than proofs; make more')
    const answer = await pool.request({
      path: `${path}?limit=50`,
      method: 'GET',
      headers: { authorization: `DPoP ${token}`, dpop }
    })
    const text = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${text}`)
  }
  const measured = await measure(process.cpu, request)
  await pool.close()
  return measured
}

const readBare = async (process: PlatformProcess, world: BenchWorld) => {
  const port = await freePort()
  const args = [
    join(import.meta.dirname, 'bare-route.ts'),
    world.platform.databaseUrl,
    world.conversation,
    String(port)
  ]
  const bare = spawn(globalThis.process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(bare.stdout, 'data')
  const pool = new Pool(`http://localhost:${port}`, { connections: workers })
  const cpu = async (): Promise<CpuSeconds> => ({
    server: await cpuOf(bare.pid ?? 0),
    postgres: (await process.cpu()).postgres
  })
  const measured = await measure(cpu, async () => {
    const answer = await pool.request({ path: '/messages', method: 'GET' })
    await answer.body.text()
  })
  await pool.close()
  bare.kill('SIGTERM')
  await once(bare, 'exit')
  return measured
}

/** About 25 seconds. */
export const benchPartnerRead = async (process: PlatformProcess, world: BenchWorld): Promise<Row[]> => {
  const bare = await readBare(process, world)
  const app = await readAsApp(process, world)
  const cost = ({ cpu, loop }: typeof app): number => (cpu.server + cpu.postgres) / loop.done
  return [
    ...rowsOf('partner read of 50', app.loop, app.cpu, '800'),
    ...rowsOf('bare route to the same 50', bare.loop, bare.cpu),
    { name: 'partner read to bare route, CPU', value: cost(app) / cost(bare), unit: 'times' },
    {
      name: 'partner read to bare route, rate',
      value: app.loop.done / app.loop.seconds / (bare.loop.done / bare.loop.seconds),
      unit: 'times'
    }
  ]
}
