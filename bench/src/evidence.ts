// How long a person's evidence takes: 10,000 accesses, downloaded as one file and judged by parley-verify.
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeActor } from '@parley/world/test-actor.ts'
import { logCaughtUp } from '@parley/world/test-log.ts'
import type { BenchWorld } from './bench-world.ts'
import type { PlatformProcess } from './platform-process.ts'
import type { Row } from './send.ts'

const accesses = 10_000
const atOnce = 16

/** The most memory that a process has held, in MB (proc(5), VmHWM); undefined when it has ended. */
const peakMb = async (pid: number): Promise<number | undefined> => {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const [, kb] = /VmHWM:\s+(\d+)/.exec(text) ?? []
  return kb === undefined ? undefined : Number(kb) / 1024
}

const judge = async (file: string, vkey: string): Promise<{ seconds: number; peak: number }> => {
  const verify = join(import.meta.dirname, '../../verifier/src/main.ts')
  const start = performance.now()
  // As the first line of the command has it.
  const child = spawn(process.execPath, ['--max-semi-space-size=4', verify, 'bundle', file, '--log-key', vkey], {
    stdio: ['ignore', 'ignore', 'inherit']
  })
  let peak = 0
  while (child.exitCode === null) {
    peak = (await peakMb(child.pid ?? 0)) ?? peak
    await sleep(20)
  }
  if (child.exitCode !== 0) throw new Error(`parley-verify found fault with honest evidence: ${child.exitCode}`)
  return { seconds: (performance.now() - start) / 1000, peak }
}

/** About a minute. The aims are for a machine that does nothing else. */
export const benchEvidence = async (platform: PlatformProcess, world: BenchWorld): Promise<Row[]> => {
  const { sql, log } = world.platform
  const actor = await makeActor(world.platform, { actions: ['read'] }, { person: world.person })
  let left = accesses
  const read = async (): Promise<void> => {
    while (left-- > 0) {
      const { status } = await actor.get(`/v1/conversations/${world.conversation}/messages?limit=1`)
      if (status !== 200) throw new Error(`The platform answered ${status}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, read))
  await logCaughtUp(sql)
  const file = join(platform.dataDir, 'bench.parley-evidence.json')
  const start = performance.now()
  const answer = await fetch(`${platform.url}/api/evidence`, { headers: { cookie: world.person.cookie } })
  if (!answer.ok || !answer.body) throw new Error(`The download was answered with ${answer.status}`)
  await pipeline(Readable.fromWeb(answer.body as ReadableStream), createWriteStream(file))
  const downloadSeconds = (performance.now() - start) / 1000
  const { seconds, peak } = await judge(file, log.vkey)
  return [
    { name: `evidence of ${accesses} accesses, download`, value: downloadSeconds, unit: 's' },
    { name: 'its size', value: (await stat(file)).size / 1e6, unit: 'MB' },
    { name: 'parley-verify, time', value: seconds, unit: 's', aim: '5 at most' },
    { name: 'parley-verify, memory', value: peak, unit: 'MB', aim: '300 at most' }
  ]
}
